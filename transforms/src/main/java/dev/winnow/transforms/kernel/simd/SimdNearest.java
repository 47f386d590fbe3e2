package dev.winnow.transforms.kernel.simd;

import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Blocks of rows against blocks of panels that stay in the second-level cache. */
final class SimdNearest extends SimdTiles implements NearestCentroid {

  /** Floats of the panels of a block: 384 KiB. */
  private static final int BLOCK = 96 * 1024;

  /** Rows of a block, a multiple of both tiles. */
  private static final int ROWS = 1020;

  private final int k;
  private final int panels;
  private final boolean narrowTail;

  SimdNearest(float[] centroids, int dim, float[] bias) {
    this(centroids.length / dim, dim, pack(centroids, dim), biases(bias, centroids.length / dim));
  }

  private SimdNearest(int k, int dim, float[] packed, float[] bias) {
    super(dim, packed, bias);
    this.k = k;
    this.panels = (k + WIDTH - 1) / WIDTH;
    this.narrowTail = narrowTail(k);
  }

  private static boolean narrowTail(int k) {
    return (k - 1) % WIDTH < LANES;
  }

  private static float[] pack(float[] centroids, int dim) {
    int k = centroids.length / dim;
    int panels = (k + WIDTH - 1) / WIDTH;
    long length = (long) panels * dim * WIDTH - (narrowTail(k) ? (long) dim * LANES : 0);
    float[] packed = new float[Math.toIntExact(length)];
    for (int c = 0; c < k; c++) {
      int panel = c / WIDTH;
      int step = panel == panels - 1 && narrowTail(k) ? LANES : WIDTH;
      int at = panel * dim * WIDTH + c % WIDTH;
      for (int j = 0; j < dim; j++, at += step) {
        packed[at] = centroids[c * dim + j];
      }
    }
    return packed;
  }

  private static float[] biases(float[] bias, int k) {
    float[] padded = new float[(k + WIDTH - 1) / WIDTH * WIDTH];
    Arrays.fill(padded, k, padded.length, Float.NEGATIVE_INFINITY);
    if (bias != null) {
      System.arraycopy(bias, 0, padded, 0, k);
    }
    return padded;
  }

  @Override
  public NearestCentroid sharing() {
    return new SimdNearest(k, dim, packed, bias);
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
    int blockPanels = Math.max(1, BLOCK / (dim * WIDTH));
    for (int firstRow = 0; firstRow < n; firstRow += ROWS) {
      int lastRow = Math.min(n, firstRow + ROWS);
      for (int firstPanel = 0; firstPanel < panels; firstPanel += blockPanels) {
        int lastPanel = Math.min(panels, firstPanel + blockPanels);
        int row = firstRow;
        while (row < lastRow) {
          int tileRows = tileRows(lastRow - row);
          int below = Math.min(k, limit + (row + tileRows - 1) * step);
          int to = Math.min(lastPanel, (Math.max(0, below) + WIDTH - 1) / WIDTH);
          for (int panel = firstPanel; panel < to; panel++) {
            score(rows, (offset + row) * dim, tileRows, panel, narrowTail && panel == panels - 1);
            for (int i = 0; i < tileRows; i++) {
              keepBest(i, panel, row + i, limit + (row + i) * step, cluster, score);
            }
          }
          row += tileRows;
        }
      }
    }
  }

  private static int tileRows(int left) {
    if (TENS && left >= TEN) {
      return TEN;
    }
    return left >= FIVE ? FIVE : 1;
  }

  /** Panels come in ascending order and only a greater score wins: the lower index keeps a tie. */
  private void keepBest(int i, int panel, int row, int below, int[] cluster, float[] score) {
    float[] t = tile;
    int at = i * WIDTH;
    int first = panel * WIDTH;
    float best = score[row];
    int width = Math.min(WIDTH, k - first);
    // Two comparisons, not the greater of a vector or two: where two vectors meet, C2 makes objects
    // of them.
    if (above(t, at, best) || (width > LANES && above(t, at + LANES, best))) {
      int end = Math.min(width, below - first);
      for (int c = 0; c < end; c++) {
        if (t[at + c] > best) {
          best = t[at + c];
          cluster[row] = first + c;
        }
      }
      score[row] = best;
    }
  }

  private static boolean above(float[] scores, int at, float best) {
    return FloatVector.fromArray(FLOATS, scores, at).compare(VectorOperators.GT, best).anyTrue();
  }
}
