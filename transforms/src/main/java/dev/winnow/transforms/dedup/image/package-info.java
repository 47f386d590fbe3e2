/**
 * Near-duplicate pictures: finds pairs of pictures that are edited copies of each other.
 *
 * <p>Read {@link dev.winnow.transforms.dedup.image.NearImages} first. The flow: thumbnails -> forms
 * ({@code PictureForms}) -> candidates by hashes ({@code HashNeighbours}) and by embeddings ({@code
 * EmbeddingNeighbours}) -> pairs ({@code VerifiedPairs}).
 *
 * <p>May import {@code kernel}, {@code image}, {@code cluster}, {@code task} and {@code dedup} of
 * this module, and Spark SQL.
 */
package dev.winnow.transforms.dedup.image;
