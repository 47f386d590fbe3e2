/**
 * Proxy learners of scaling experiments: small classifiers that are trained on a subset of the rows
 * of a matrix and measured on others. Plain Java on arrays, without Spark.
 *
 * <p>Start with {@link dev.winnow.transforms.experiment.learn.Learner}. May import {@code
 * transforms.experiment} and {@code transforms.kernel}. Every result is a function of rows, budget
 * and seed, with the same bits on every machine.
 */
package dev.winnow.transforms.experiment.learn;
