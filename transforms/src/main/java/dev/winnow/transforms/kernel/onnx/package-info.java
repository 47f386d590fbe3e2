/**
 * Nearest centroids on a GPU by ONNX Runtime, with the bits of the CPU.
 *
 * <p>Read {@code OnnxNearest} first, and {@code ErrorBound} for the proof that its results are
 * exact.
 *
 * <p>This package may import ONNX Runtime, DJL's engine and {@code kernel}; it imports no Spark.
 * {@code Kernels} loads it by name, so that it is needed only on machines with a GPU.
 */
package dev.winnow.transforms.kernel.onnx;
