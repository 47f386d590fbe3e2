package dev.winnow.transforms.kernel;

/** Device that compares rows with centroids. All devices give the same bits. */
public enum Device {
  /** The GPU that Spark gave the task; the CPU where it gave none. */
  AUTO,
  CPU,
  /** A GPU; a task without one fails. */
  GPU
}
