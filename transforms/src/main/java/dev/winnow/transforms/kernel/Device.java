package dev.winnow.transforms.kernel;

/**
 * Processor that runs a model, or compares rows with centroids. The comparison has the same result
 * on each, bit by bit.
 */
public enum Device {
  /** The GPU that Spark gave the task, or the CPU if it gave none. */
  AUTO,
  CPU,
  /** A GPU; without one, an error. */
  GPU
}
