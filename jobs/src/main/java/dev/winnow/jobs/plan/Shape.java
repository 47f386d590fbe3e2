package dev.winnow.jobs.plan;

import dev.winnow.transforms.ingest.Modality;

/**
 * Size of a run, as far as its cost depends on it.
 *
 * @param rows rows of the input
 * @param bytes bytes of its files
 * @param rowBytes mean bytes of a content: of a text in UTF-8, of an image file, of a vector
 * @param dim length of the vectors
 * @param k clusters
 * @param fitRows rows that the fit of the clusters reads
 * @param iterations most iterations of that fit
 * @param slots tasks that run at once
 */
record Shape(
    Modality modality,
    long rows,
    long bytes,
    double rowBytes,
    int dim,
    long k,
    long fitRows,
    int iterations,
    int slots) {

  /** Most fitting rows, and bytes of them, that the driver fits by itself. */
  private static final long DRIVER_ROWS = 100_000;

  private static final long DRIVER_BYTES = 64L << 20;

  /** Returns true if the driver fits the clusters by itself. */
  boolean fitsOnDriver() {
    return fitRows < DRIVER_ROWS && 4L * dim * fitRows <= DRIVER_BYTES;
  }

  Shape withClusters(long other, long otherFitRows) {
    return new Shape(modality, rows, bytes, rowBytes, dim, other, otherFitRows, iterations, slots);
  }
}
