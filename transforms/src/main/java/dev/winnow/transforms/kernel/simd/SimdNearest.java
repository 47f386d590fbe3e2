package dev.winnow.transforms.kernel.simd;

import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Nearest centroids on vectors. A block of rows is copied once and stays in the second-level cache
 * while all panels of centroids pass.
 */
final class SimdNearest extends SimdTiles implements NearestCentroid {

  private final int k;
  private final int dim;
  private final int slices;

  /**
   * Bias of each centroid; negative infinity where a panel is padded, so that padding never wins.
   */
  private final float[] bias;

  /** Number of rows in a block, a multiple of the tile. */
  private final int blockRows;

  SimdNearest(float[] centroids, int dim, float[] bias) {
    this(centroids.length / dim, dim, pack(centroids, dim), biases(bias, centroids.length / dim));
  }

  private SimdNearest(int k, int dim, float[] packed, float[] bias) {
    super(packed);
    this.k = k;
    this.dim = dim;
    this.bias = bias;
    this.slices = SimdScratch.slices(dim);
    this.blockRows = SimdScratch.blockRows(dim);
  }

  private static float[] pack(float[] centroids, int dim) {
    int k = centroids.length / dim;
    float[] packed = new float[packedLength(k, dim)];
    for (int c = 0; c < k; c++) {
      int panel = c / WIDTH;
      int step = narrow(k, panel) ? LANES : WIDTH;
      int at = START + panel * dim * WIDTH + c % WIDTH;
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
    SimdScratch scratch = SimdScratch.of(slices, blockRows);
    for (int first = 0; first < n; first += blockRows) {
      int last = Math.min(n, first + blockRows);
      scratch.copy(rows, (offset + first) * dim, last - first, dim, blockRows);
      int below = Math.min(k, limit + (last - 1) * step);
      for (int panel = 0; panel * WIDTH < below; panel++) {
        assign(scratch, panel, first, last, limit, step, cluster, score);
      }
    }
  }

  private void assign(
      SimdScratch scratch,
      int panel,
      int first,
      int last,
      int limit,
      int step,
      int[] cluster,
      float[] score) {
    float[] block = scratch.block;
    float[] scores = scratch.scores;
    boolean narrow = narrow(k, panel);
    int width = Math.min(WIDTH, k - panel * WIDTH);
    for (int slice = 0; slice < slices; slice++) {
      int done = slice * SLICE;
      int length = Math.min(SLICE, dim - done);
      int from = START + panel * dim * WIDTH + done * (narrow ? LANES : WIDTH);
      for (int tile = 0; tile < last - first; tile += TILE) {
        int tileEnd = Math.min(last, first + tile + TILE);
        if (limit + (tileEnd - 1) * step <= panel * WIDTH) {
          continue;
        }
        int x = (slice * blockRows + tile) * SLICE;
        int to = tile * WIDTH;
        if (slice == 0) {
          add(block, x, length, from, narrow, bias, panel * WIDTH, 0, scores, to);
        } else {
          add(block, x, length, from, narrow, scores, to, WIDTH, scores, to);
        }
        if (slice == slices - 1) {
          for (int row = first + tile; row < tileEnd; row++, to += WIDTH) {
            keepBest(
                scores, to, narrow, row, panel * WIDTH, width, limit + row * step, cluster, score);
          }
        }
      }
    }
  }

  /**
   * Keeps the best score of a row. Panels come in ascending order and only a greater score wins, so
   * ties go to the lower index.
   */
  private static void keepBest(
      float[] s,
      int at,
      boolean narrow,
      int row,
      int first,
      int width,
      int below,
      int[] cluster,
      float[] score) {
    float best = score[row];
    if (narrow ? narrowAbove(s, at, best) : wideAbove(s, at, best)) {
      int end = Math.min(width, below - first);
      for (int c = 0; c < end; c++) {
        if (s[at + c] > best) {
          best = s[at + c];
          cluster[row] = first + c;
        }
      }
      score[row] = best;
    }
  }

  private static boolean wideAbove(float[] scores, int at, float best) {
    FloatVector left = FloatVector.fromArray(FLOATS, scores, at);
    FloatVector right = FloatVector.fromArray(FLOATS, scores, at + LANES);
    return left.max(right).compare(VectorOperators.GT, best).anyTrue();
  }

  private static boolean narrowAbove(float[] scores, int at, float best) {
    return FloatVector.fromArray(FLOATS, scores, at).compare(VectorOperators.GT, best).anyTrue();
  }
}
