/**
 * Hardness of examples: one class for each metric, each of which adds a column of scores.
 *
 * <p>Read {@link dev.winnow.transforms.score.PrototypeScore} first; {@link
 * dev.winnow.transforms.score.SoftmaxProbes} trains the classifiers that the metrics of labels
 * read.
 *
 * <p>This package may import {@code schemas}, {@code cluster.levels}, {@code kernel} and {@code
 * task}.
 */
package dev.winnow.transforms.score;
