package dev.winnow.transforms.kernel;

import java.util.SplittableRandom;

/** Rows for the benchmarks, and the plain loop with which their results are compared. */
final class Floats {

  /** Number of rows that a benchmark checks before it is timed. */
  static final int CHECKED = 12;

  /** Returns unit vectors with evenly distributed directions, {@code float[n * dim]}. */
  static float[] unitRows(int n, int dim, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[Math.multiplyExact(n, dim)];
    for (int at = 0; at < rows.length; at += dim) {
      double squares = 0;
      for (int j = at; j < at + dim; j++) {
        // The sum of twelve uniform numbers is close enough to a normal one.
        double sum = -6;
        for (int i = 0; i < 12; i++) {
          sum += random.nextDouble();
        }
        rows[j] = (float) sum;
        squares += rows[j] * (double) rows[j];
      }
      for (int j = at; j < at + dim; j++) {
        rows[j] = (float) (rows[j] / Math.sqrt(squares));
      }
    }
    return rows;
  }

  /**
   * Compares one row's result with a loop of {@link Math#fma}, bit by bit.
   *
   * @param below number of centroids that the row may be assigned to
   * @throws IllegalStateException when they differ
   */
  static void check(
      float[] rows, int row, float[] centroids, int dim, int below, int cluster, float score) {
    int expected = -1;
    float best = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < below; c++) {
      float dot = 0;
      for (int j = 0; j < dim; j++) {
        dot = Math.fma(rows[row * dim + j], centroids[c * dim + j], dot);
      }
      if (dot > best) {
        best = dot;
        expected = c;
      }
    }
    if (cluster != expected || score != best) {
      throw new IllegalStateException(
          "row %d must go to cluster %d with score %s, got %d with %s"
              .formatted(row, expected, best, cluster, score));
    }
  }

  private Floats() {}
}
