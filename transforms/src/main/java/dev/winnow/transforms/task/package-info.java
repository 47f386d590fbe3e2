/**
 * Small tools for the code of Spark tasks and partitions: batched iterators, partitioners, draws by
 * hash, objects that a JVM shares, and the choice of a GPU.
 *
 * <p>Read {@link dev.winnow.transforms.task.Batched} first.
 *
 * <p>This package may import Spark, DJL (for its {@code Device}), {@code schemas} and {@code
 * kernel}, and no other package of transforms.
 */
package dev.winnow.transforms.task;
