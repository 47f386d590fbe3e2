/**
 * Inner loops on arrays of floats and doubles in one JVM: nearest centroids, matrix products and
 * exact sums, with the same bits on every machine.
 *
 * <p>Read {@link dev.winnow.transforms.kernel.NearestCentroid} first; {@link
 * dev.winnow.transforms.kernel.Kernels} chooses the implementation of {@link
 * dev.winnow.transforms.kernel.DenseKernel}.
 *
 * <p>This package imports no Spark and no other package of Winnow. It loads {@code kernel.simd} and
 * {@code kernel.onnx} by name only.
 */
package dev.winnow.transforms.kernel;
