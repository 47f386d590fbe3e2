/**
 * Advice on pruning from pilot runs: which policy, which fraction, at which error, or not at all.
 * Plain Java, without Spark.
 *
 * <p>Start with {@link dev.winnow.transforms.experiment.advise.Advisor}. May import {@code
 * transforms.experiment} and the packages beside this one.
 */
package dev.winnow.transforms.experiment.advise;
