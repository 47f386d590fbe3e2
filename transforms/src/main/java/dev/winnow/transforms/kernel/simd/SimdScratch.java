package dev.winnow.transforms.kernel.simd;

/**
 * Scratch memory of a thread that multiplies: a block of rows and their scores. The thread keeps
 * it, since clearing new arrays would cost time in each call.
 */
final class SimdScratch {

  private static final ThreadLocal<SimdScratch> OF_THREAD =
      ThreadLocal.withInitial(SimdScratch::new);

  /** Number of floats in a block of rows: 512 KiB. */
  private static final int BLOCK = 128 * 1024;

  /** Largest number of rows in a block, a multiple of both tiles. */
  private static final int ROWS = 1000;

  /**
   * Rows at {@code [slice][row][SLICE]}. Values left over from other rows give scores that are
   * never read.
   */
  float[] block = new float[0];

  /** Scores of a block against one panel, as far as computed, at {@code [row][WIDTH]}. */
  float[] scores = new float[0];

  static SimdScratch of(int slices, int blockRows) {
    SimdScratch scratch = OF_THREAD.get();
    int floats = slices * blockRows * SimdTiles.SLICE;
    if (scratch.block.length < floats) {
      scratch.block = new float[floats];
    }
    if (scratch.scores.length < blockRows * SimdTiles.WIDTH) {
      scratch.scores = new float[blockRows * SimdTiles.WIDTH];
    }
    return scratch;
  }

  static int slices(int dim) {
    return (dim + SimdTiles.SLICE - 1) / SimdTiles.SLICE;
  }

  /** Returns the number of rows in a block, a multiple of the tile. */
  static int blockRows(int dim) {
    int rows = Math.min(ROWS, BLOCK / (slices(dim) * SimdTiles.SLICE));
    return Math.max(SimdTiles.TILE, rows / SimdTiles.TILE * SimdTiles.TILE);
  }

  /** Copies n rows that begin at {@code at}, row by row, so that memory is read in its order. */
  void copy(float[] rows, int at, int n, int dim, int blockRows) {
    int slices = slices(dim);
    for (int row = 0; row < n; row++) {
      for (int slice = 0; slice < slices; slice++) {
        int from = slice * SimdTiles.SLICE;
        int to = (slice * blockRows + row) * SimdTiles.SLICE;
        System.arraycopy(
            rows, at + row * dim + from, block, to, Math.min(SimdTiles.SLICE, dim - from));
      }
    }
  }
}
