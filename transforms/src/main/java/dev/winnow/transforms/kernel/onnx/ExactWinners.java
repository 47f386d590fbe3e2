package dev.winnow.transforms.kernel.onnx;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Chooses the nearest centroids among those that a device has found. Every centroid that may be the
 * nearest by the CPU's kernel is scored again with that kernel's chain of fused multiply-adds.
 */
final class ExactWinners {

  private static final int FOUND = NearestGraph.FOUND;

  private final float[] centroids;
  private final float[] bias;
  private final int dim;
  private final DoubleUnaryOperator margin;

  /**
   * @param centroids {@code float[k * dim]}
   * @param bias bias of each centroid; null for none
   * @param margin margin by the length of a row, as {@link ErrorBound#margin} computes it
   */
  ExactWinners(float[] centroids, int dim, float[] bias, DoubleUnaryOperator margin) {
    this.centroids = centroids;
    this.dim = dim;
    this.bias = bias;
    this.margin = margin;
  }

  /** Returns the lengths of rows, for {@link #resolve}. */
  double[] lengths(float[] rows, int offset, int n) {
    double[] lengths = new double[n];
    for (int row = 0; row < n; row++) {
      lengths[row] = ErrorBound.length(rows, (offset + row) * dim, dim);
    }
    return lengths;
  }

  /**
   * Sets cluster and score of every row whose nearest centroid is among those found.
   *
   * @param offset index of the first row in {@code rows}
   * @param lengths lengths of the rows, from the first
   * @param at index of the first row in {@code cluster} and {@code score}
   * @return the other rows, counted from the first; their results are not set
   */
  int[] resolve(
      FoundScores found,
      float[] rows,
      int offset,
      double[] lengths,
      int n,
      int at,
      int[] cluster,
      float[] score) {
    int[] open = new int[n];
    int openCount = 0;
    int[] row = new int[n * (FOUND - 1)];
    int[] column = new int[row.length];
    int count = 0;
    for (int i = 0; i < n; i++) {
      int near = countNear(found, i, margin.applyAsDouble(lengths[i]));
      if (near == FOUND) {
        open[openCount++] = i;
      } else {
        for (int rank = 0; rank < near; rank++, count++) {
          row[count] = i;
          column[count] = found.column(i, rank);
        }
      }
    }
    float[] exact = scores(rows, offset, row, column, count);
    for (int pair = 0; pair < count; pair++) {
      int to = at + row[pair];
      boolean first = pair == 0 || row[pair - 1] != row[pair];
      if (first
          || exact[pair] > score[to]
          || exact[pair] == score[to] && column[pair] < cluster[to]) {
        score[to] = exact[pair];
        cluster[to] = column[pair];
      }
    }
    return Arrays.copyOf(open, openCount);
  }

  /**
   * Returns the number of found scores within the margin of the greatest. It returns {@code FOUND}
   * where further scores may be within the margin, or where the margin is not known.
   */
  private int countNear(FoundScores found, int row, double margin) {
    double greatest = found.score()[row * FOUND];
    int near = 1;
    while (near < FOUND && !(greatest - found.score()[row * FOUND + near] > margin)) {
      near++;
    }
    for (int rank = 0; rank < near; rank++) {
      if (found.column(row, rank) >= centroids.length / dim) {
        return FOUND;
      }
    }
    return near;
  }

  /**
   * Returns the scores of pairs of row and column. Four chains run at once, since each operation of
   * a chain waits for the one before it.
   */
  private float[] scores(float[] rows, int offset, int[] row, int[] column, int count) {
    float[] scores = new float[count];
    int pair = 0;
    for (; pair + 4 <= count; pair += 4) {
      fourChains(rows, offset, row, column, pair, scores);
    }
    for (; pair < count; pair++) {
      int x = (offset + row[pair]) * dim;
      int c = column[pair] * dim;
      float sum = start(column[pair]);
      for (int j = 0; j < dim; j++) {
        sum = Math.fma(rows[x + j], centroids[c + j], sum);
      }
      scores[pair] = sum;
    }
    return scores;
  }

  private void fourChains(
      float[] rows, int offset, int[] row, int[] column, int pair, float[] scores) {
    int x0 = (offset + row[pair]) * dim;
    int x1 = (offset + row[pair + 1]) * dim;
    int x2 = (offset + row[pair + 2]) * dim;
    int x3 = (offset + row[pair + 3]) * dim;
    int c0 = column[pair] * dim;
    int c1 = column[pair + 1] * dim;
    int c2 = column[pair + 2] * dim;
    int c3 = column[pair + 3] * dim;
    float s0 = start(column[pair]);
    float s1 = start(column[pair + 1]);
    float s2 = start(column[pair + 2]);
    float s3 = start(column[pair + 3]);
    for (int j = 0; j < dim; j++) {
      s0 = Math.fma(rows[x0 + j], centroids[c0 + j], s0);
      s1 = Math.fma(rows[x1 + j], centroids[c1 + j], s1);
      s2 = Math.fma(rows[x2 + j], centroids[c2 + j], s2);
      s3 = Math.fma(rows[x3 + j], centroids[c3 + j], s3);
    }
    scores[pair] = s0;
    scores[pair + 1] = s1;
    scores[pair + 2] = s2;
    scores[pair + 3] = s3;
  }

  private float start(int column) {
    return bias == null ? 0 : bias[column];
  }
}
