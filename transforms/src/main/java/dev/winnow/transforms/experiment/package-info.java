/**
 * Numerical tools that the fits of scaling laws and the theory of pruning share: a minimiser, the
 * normal distribution, and draws by hash. Plain Java on arrays, without Spark.
 *
 * <p>Start with {@link dev.winnow.transforms.experiment.QuasiNewton}. May import nothing of this
 * project. All values are the same bits on every machine: {@code StrictMath} and fixed orders of
 * sums.
 */
package dev.winnow.transforms.experiment;
