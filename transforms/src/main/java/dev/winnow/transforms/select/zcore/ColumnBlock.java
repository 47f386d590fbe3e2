package dev.winnow.transforms.select.zcore;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Some rows by columns, each with the order of its values, so that the rows near a point of few
 * dimensions are found without looking at all rows. A search goes from the point's first coordinate
 * to both sides, until the first coordinate alone is further away than what was found: about the
 * square root of the number of rows for points of two dimensions.
 *
 * <p>Memory: 8 bytes for each value of the embeddings, and the ids.
 *
 * @param first number of the first row; the others follow without gaps
 * @param ids ids of the rows
 * @param columns {@code float[dim][rows]}
 * @param sorted indices of the rows by each column's values, ascending
 */
record ColumnBlock(long first, String[] ids, float[][] columns, int[][] sorted)
    implements Serializable {

  /**
   * Builds a block.
   *
   * @param columns {@code float[dim][rows]}
   */
  static ColumnBlock of(long first, String[] ids, float[][] columns) {
    int[][] sorted = new int[columns.length][];
    long[] keys = new long[ids.length];
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < keys.length; i++) {
        // Zero is added so that both zeros have the same bits.
        int bits = Float.floatToIntBits(columns[j][i] + 0f);
        keys[i] = (long) (bits ^ (bits >> 31 & Integer.MAX_VALUE)) << 32 | i;
      }
      Arrays.sort(keys);
      sorted[j] = new int[keys.length];
      for (int i = 0; i < keys.length; i++) {
        sorted[j][i] = (int) keys[i];
      }
    }
    return new ColumnBlock(first, ids, columns, sorted);
  }

  int size() {
    return ids.length;
  }

  /**
   * Finds the rows nearest to a point by the sum of absolute differences, ties to the lower index.
   *
   * @param chosen dimensions of the point
   * @param at its coordinates
   * @param except index of a row that is passed over; -1 for none
   * @param found receives the rows
   */
  void nearest(int[] chosen, double[] at, int except, NearestFew found) {
    found.clear();
    int[] order = sorted[chosen[0]];
    float[] column = columns[chosen[0]];
    int up = firstAtLeast(order, column, at[0]);
    int down = up - 1;
    while (up < order.length || down >= 0) {
      double above = up < order.length ? column[order[up]] - at[0] : Double.POSITIVE_INFINITY;
      double below = down >= 0 ? at[0] - column[order[down]] : Double.POSITIVE_INFINITY;
      if (Math.min(above, below) > found.bound()) {
        return;
      }
      int row = above <= below ? order[up++] : order[down--];
      if (row != except) {
        double distance = Math.min(above, below);
        for (int i = 1; i < chosen.length; i++) {
          distance += Math.abs(columns[chosen[i]][row] - at[i]);
        }
        found.offer(distance, first + row);
      }
    }
  }

  private static int firstAtLeast(int[] order, float[] column, double value) {
    int low = 0;
    int high = order.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (column[order[middle]] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
