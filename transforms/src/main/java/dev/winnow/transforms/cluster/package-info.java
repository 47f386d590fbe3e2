/**
 * k-means on Spark, with the same bits for any partitioning, kernel and device.
 *
 * <p>Read {@link dev.winnow.transforms.cluster.DistributedKMeans} first. It draws the fitting rows,
 * {@link dev.winnow.transforms.cluster.SparkRows} packs them on the executors, and {@link
 * dev.winnow.transforms.cluster.Lloyd} seeds and iterates over {@link
 * dev.winnow.transforms.cluster.FitRows}.
 *
 * <p>This package may import Spark, {@code kernel} and {@code task}. It imports nothing of {@code
 * embed}, {@code cluster.levels} or {@code cluster.ml}.
 */
package dev.winnow.transforms.cluster;
