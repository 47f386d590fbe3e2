package dev.winnow.transforms.kernel;

/** Where rows are compared with centroids. The result is the same everywhere, bit by bit. */
public enum Device {
  /** On the GPU that Spark gave the task; on the CPU where it gave none. */
  AUTO,
  CPU,
  /** On a GPU, or not at all. */
  GPU
}
