/**
 * k-means as an estimator and a model of Spark ML pipelines.
 *
 * <p>Read {@link dev.winnow.transforms.cluster.ml.KMeans} first.
 *
 * <p>This package may import Spark ML, {@code cluster}, {@code kernel} and {@code task}.
 */
package dev.winnow.transforms.cluster.ml;
