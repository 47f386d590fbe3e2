package dev.winnow.transforms.kernel.simd;

import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Blocks of rows, copied once, stay in the second-level cache while all panels of centroids pass.
 */
final class SimdNearest extends SimdTiles implements NearestCentroid {

  /**
   * Where the packed centroids begin. A large array's floats begin 16 bytes after a multiple of 64,
   * and a 512-bit load across two cache lines counts as two.
   */
  private static final int START = 12;

  /** Floats of a block of rows: 512 KiB. */
  private static final int BLOCK = 128 * 1024;

  /** Most rows of a block, a multiple of both tiles. */
  private static final int ROWS = 1000;

  private final int k;
  private final int dim;
  private final int panels;
  private final int slices;
  private final boolean narrowTail;

  /** Negative infinity where a panel is padded, so that padding never wins. */
  private final float[] bias;

  /** Rows of a block, a multiple of the tile. */
  private final int blockRows;

  /** What a thread needs while it assigns; kept, since to clear it anew would cost each call. */
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private static final class Scratch {

    /**
     * {@code [slice][row][SLICE]}; what is left over from other rows gives scores that nobody
     * reads.
     */
    float[] block = new float[0];

    /** {@code [row][WIDTH]}: the scores of a block against one panel, as far as computed. */
    float[] scores = new float[0];

    static Scratch of(int blockFloats, int scoreFloats) {
      Scratch scratch = SCRATCH.get();
      if (scratch.block.length < blockFloats) {
        scratch.block = new float[blockFloats];
      }
      if (scratch.scores.length < scoreFloats) {
        scratch.scores = new float[scoreFloats];
      }
      return scratch;
    }
  }

  SimdNearest(float[] centroids, int dim, float[] bias) {
    this(centroids.length / dim, dim, pack(centroids, dim), biases(bias, centroids.length / dim));
  }

  private SimdNearest(int k, int dim, float[] packed, float[] bias) {
    super(packed);
    this.k = k;
    this.dim = dim;
    this.bias = bias;
    this.panels = (k + WIDTH - 1) / WIDTH;
    this.slices = (dim + SLICE - 1) / SLICE;
    this.narrowTail = narrowTail(k);
    this.blockRows = blockRows(dim);
  }

  private static int blockRows(int dim) {
    int slices = (dim + SLICE - 1) / SLICE;
    int rows = Math.min(ROWS, BLOCK / (slices * SLICE));
    return Math.max(TILE, rows / TILE * TILE);
  }

  private static boolean narrowTail(int k) {
    return (k - 1) % WIDTH < LANES;
  }

  private static float[] pack(float[] centroids, int dim) {
    int k = centroids.length / dim;
    int panels = (k + WIDTH - 1) / WIDTH;
    long length = START + (long) panels * dim * WIDTH - (narrowTail(k) ? (long) dim * LANES : 0);
    float[] packed = new float[Math.toIntExact(length)];
    for (int c = 0; c < k; c++) {
      int panel = c / WIDTH;
      int step = panel == panels - 1 && narrowTail(k) ? LANES : WIDTH;
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
    Scratch scratch = Scratch.of(slices * blockRows * SLICE, blockRows * WIDTH);
    for (int first = 0; first < n; first += blockRows) {
      int last = Math.min(n, first + blockRows);
      copy(rows, offset + first, last - first, scratch.block);
      int below = Math.min(k, limit + (last - 1) * step);
      for (int panel = 0; panel * WIDTH < below; panel++) {
        assign(scratch, panel, first, last, limit, step, cluster, score);
      }
    }
  }

  /** Row by row, so that memory is read in its order. */
  private void copy(float[] rows, int offset, int n, float[] block) {
    for (int row = 0; row < n; row++) {
      int at = (offset + row) * dim;
      for (int slice = 0; slice < slices; slice++) {
        int from = slice * SLICE;
        int to = (slice * blockRows + row) * SLICE;
        System.arraycopy(rows, at + from, block, to, Math.min(SLICE, dim - from));
      }
    }
  }

  private void assign(
      Scratch scratch,
      int panel,
      int first,
      int last,
      int limit,
      int step,
      int[] cluster,
      float[] score) {
    float[] block = scratch.block;
    float[] scores = scratch.scores;
    boolean narrow = narrowTail && panel == panels - 1;
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

  /** Panels come in ascending order and only a greater score wins: the lower index keeps a tie. */
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
