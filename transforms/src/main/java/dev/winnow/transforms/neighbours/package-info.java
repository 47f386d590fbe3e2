/**
 * Nearest rows of each row by their embeddings, among the rows of nearby clusters.
 *
 * <p>Read {@link dev.winnow.transforms.neighbours.NearestRows} first. May import {@code kernel} and
 * {@code task}.
 */
package dev.winnow.transforms.neighbours;
