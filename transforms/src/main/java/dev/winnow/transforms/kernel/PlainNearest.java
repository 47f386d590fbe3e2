package dev.winnow.transforms.kernel;

import java.util.Arrays;

/**
 * Nearest centroids in plain Java. Centroids are packed in panels of at most {@value #PANEL}, with
 * the dimension outside, so that the inner loop runs over whole small arrays, the only loop shape
 * that the JIT compiler turns into vector instructions.
 */
final class PlainNearest implements NearestCentroid {

  private static final int PANEL = 256;

  private final int k;
  private final int dim;
  private final float[][][] packed;
  private final float[][] bias;

  PlainNearest(float[] centroids, int dim, float[] bias) {
    this.k = centroids.length / dim;
    this.dim = dim;
    this.packed = pack(centroids, k, dim);
    this.bias = new float[packed.length][];
    for (int panel = 0; panel < packed.length; panel++) {
      this.bias[panel] = new float[packed[panel][0].length];
    }
    for (int c = 0; bias != null && c < k; c++) {
      this.bias[c / PANEL][c % PANEL] = bias[c];
    }
  }

  @Override
  public int k() {
    return k;
  }

  @Override
  public int dim() {
    return dim;
  }

  @Override
  public void assign(
      float[] rows, int offset, int n, int limit, int step, int[] cluster, float[] score) {
    Arrays.fill(score, 0, n, Float.NEGATIVE_INFINITY);
    Arrays.fill(cluster, 0, n, -1);
    for (int panel = 0; panel < packed.length; panel++) {
      int first = panel * PANEL;
      float[] scores = new float[bias[panel].length];
      for (int row = 0; row < n; row++) {
        int width = Math.min(Math.min(PANEL, k - first), limit + row * step - first);
        if (width > 0) {
          System.arraycopy(bias[panel], 0, scores, 0, scores.length);
          Rows.multiplyAdd(rows, (offset + row) * dim, packed[panel], scores);
          keepBest(scores, width, first, row, cluster, score);
        }
      }
    }
  }

  /**
   * Keeps the best score of each row. Panels come in ascending order and only a greater score wins,
   * so ties go to the lower index.
   */
  private static void keepBest(
      float[] scores, int width, int first, int row, int[] cluster, float[] score) {
    float best = score[row];
    int bestAt = -1;
    for (int c = 0; c < width; c++) {
      if (scores[c] > best) {
        best = scores[c];
        bestAt = c;
      }
    }
    if (bestAt >= 0) {
      score[row] = best;
      cluster[row] = first + bestAt;
    }
  }

  private static float[][][] pack(float[] centroids, int k, int dim) {
    float[][][] packed = new float[(k + PANEL - 1) / PANEL][dim][];
    for (int panel = 0; panel < packed.length; panel++) {
      int first = panel * PANEL;
      int width = Math.min(PANEL, k - first);
      int padded = (width + 15) / 16 * 16;
      for (int j = 0; j < dim; j++) {
        float[] column = new float[padded];
        for (int c = 0; c < width; c++) {
          column[c] = centroids[(first + c) * dim + j];
        }
        packed[panel][j] = column;
      }
    }
    return packed;
  }
}
