package dev.winnow.jobs.plan;

import dev.winnow.transforms.ingest.Modality;

/**
 * Memory that a run needs at least, in bytes.
 *
 * @param driver heap of the driver
 * @param executor heap of an executor; that of the driver where there is one process
 * @param prototypes prototypes as they are sent to executors
 * @param fitRows rows that the driver holds for the fit of the clusters; 0 if executors hold them
 * @param encoderSample rows that the driver holds to fit an encoder
 * @param block largest block of vectors that a task holds
 */
record MemoryModel(
    long driver, long executor, long prototypes, long fitRows, long encoderSample, long block) {

  /** Heap of Spark and Delta, of their plans and of the tables' logs. */
  static final long BASE = 420L << 20;

  private static final long EXECUTOR_BASE = 250L << 20;

  /** Most rows on which an encoder is fitted, and bytes of one reduced image. */
  private static final long ENCODER_ROWS = 30_000;

  private static final long REDUCED_IMAGE = 32 * 32 * 3 * 4;

  /** Most bytes of the sums of the clusters in one task. */
  private static final long MOST_SUMS = 64L << 20;

  /** Rows of a task in which vectors are compared. */
  private static final long BLOCK_ROWS = 8_192;

  /** Size of the largest cluster over the mean. */
  private static final long SKEW = 4;

  /**
   * Returns the memory of a shape.
   *
   * @param fitted true if the encoder is fitted on the corpus
   * @param local true if the driver runs the tasks
   */
  static MemoryModel of(Shape shape, boolean fitted, boolean local) {
    long prototypes = 4 * shape.k() * shape.dim();
    long fitRows = shape.fitsOnDriver() ? shape.fitRows() * (4L * shape.dim() + 64) : 0;
    long sampleRow =
        shape.modality() == Modality.TEXT
            ? Math.round(4 * shape.rowBytes()) + 100
            : REDUCED_IMAGE + 100;
    long sample = fitted ? Math.min(ENCODER_ROWS, shape.rows()) * sampleRow : 0;
    long largest = Math.min(shape.rows(), SKEW * Math.max(1, shape.rows() / shape.k()));
    long block = Math.min(BLOCK_ROWS, largest) * 4 * shape.dim();
    long sums = Math.min(MOST_SUMS, 8 * shape.k() * shape.dim());
    long tasks = shape.slots() * (sums + 2 * block + (16L << 20)) + prototypes;
    // The old and the new prototypes, and the copy that is sent.
    long driver = BASE + 3 * prototypes + fitRows + sample;
    return local
        ? new MemoryModel(driver + tasks, driver + tasks, prototypes, fitRows, sample, block)
        : new MemoryModel(driver, EXECUTOR_BASE + tasks, prototypes, fitRows, sample, block);
  }
}
