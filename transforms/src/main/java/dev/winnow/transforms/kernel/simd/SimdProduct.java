package dev.winnow.transforms.kernel.simd;

import dev.winnow.transforms.kernel.MatrixProduct;
import jdk.incubator.vector.FloatVector;

/**
 * Matrix products on vectors. A block of rows is copied once and stays in the second-level cache
 * while all panels of columns pass.
 */
final class SimdProduct extends SimdTiles implements MatrixProduct {

  private final int depth;
  private final int width;
  private final int slices;
  private final int blockRows;

  SimdProduct(float[][] matrix, int first, int width) {
    super(pack(matrix, first, width));
    this.depth = matrix.length;
    this.width = width;
    this.slices = SimdScratch.slices(depth);
    this.blockRows = SimdScratch.blockRows(depth);
  }

  private static float[] pack(float[][] matrix, int first, int width) {
    int depth = matrix.length;
    float[] packed = new float[packedLength(width, depth)];
    for (int panel = 0; panel * WIDTH < width; panel++) {
      int from = panel * WIDTH;
      int step = narrow(width, panel) ? LANES : WIDTH;
      int length = Math.min(WIDTH, width - from);
      for (int j = 0; j < depth; j++) {
        System.arraycopy(matrix[j], first + from, packed, START + from * depth + j * step, length);
      }
    }
    return packed;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void add(float[] rows, int from, int n, float[] sums, int to) {
    SimdScratch scratch = SimdScratch.of(slices, blockRows);
    for (int first = 0; first < n; first += blockRows) {
      int size = Math.min(n - first, blockRows);
      scratch.copy(rows, from + first * depth, size, depth, blockRows);
      for (int panel = 0; panel * WIDTH < width; panel++) {
        add(scratch, panel, size, sums, to + first * width + panel * WIDTH);
      }
    }
  }

  private void add(SimdScratch scratch, int panel, int size, float[] sums, int to) {
    float[] scores = scratch.scores;
    boolean narrow = narrow(width, panel);
    int columns = Math.min(WIDTH, width - panel * WIDTH);
    load(sums, to, columns, size, scores);
    for (int slice = 0; slice < slices; slice++) {
      int done = slice * SLICE;
      int length = Math.min(SLICE, depth - done);
      int from = START + panel * depth * WIDTH + done * (narrow ? LANES : WIDTH);
      for (int tile = 0; tile < size; tile += TILE) {
        int x = (slice * blockRows + tile) * SLICE;
        int at = tile * WIDTH;
        add(scratch.block, x, length, from, narrow, scores, at, WIDTH, scores, at);
      }
    }
    store(scores, columns, size, sums, to);
  }

  private void load(float[] sums, int to, int columns, int size, float[] scores) {
    if (columns == WIDTH) {
      for (int row = 0; row < size; row++) {
        int at = to + row * width;
        FloatVector.fromArray(FLOATS, sums, at).intoArray(scores, row * WIDTH);
        FloatVector.fromArray(FLOATS, sums, at + LANES).intoArray(scores, row * WIDTH + LANES);
      }
    } else {
      for (int row = 0; row < size; row++) {
        System.arraycopy(sums, to + row * width, scores, row * WIDTH, columns);
      }
    }
  }

  private void store(float[] scores, int columns, int size, float[] sums, int to) {
    if (columns == WIDTH) {
      for (int row = 0; row < size; row++) {
        int at = to + row * width;
        FloatVector.fromArray(FLOATS, scores, row * WIDTH).intoArray(sums, at);
        FloatVector.fromArray(FLOATS, scores, row * WIDTH + LANES).intoArray(sums, at + LANES);
      }
    } else {
      for (int row = 0; row < size; row++) {
        System.arraycopy(scores, row * WIDTH, sums, to + row * width, columns);
      }
    }
  }
}
