package dev.winnow.transforms.select.zcore;

import dev.winnow.transforms.cluster.HashDraws;
import java.io.Serializable;

/**
 * Points in a few dimensions, as functions of their number and a seed. Each coordinate is from the
 * triangular distribution between the least and the greatest value of its dimension, with the
 * median as its mode.
 *
 * @param low least value of each dimension
 * @param middle median of each dimension, from low to high
 * @param high greatest value of each dimension
 * @param dims number of distinct dimensions of a point, from 1 to the number of dimensions
 */
record PointDraws(float[] low, float[] middle, float[] high, int dims, long seed)
    implements Serializable {

  /** Makes these draws independent of others with the same seed. */
  private static final long PURPOSE = 0x7A636F7265L;

  PointDraws {
    if (dims < 1 || dims > low.length) {
      throw new IllegalArgumentException("dims must be in [1, " + low.length + "], got " + dims);
    }
  }

  /**
   * Draws a point.
   *
   * @param chosen receives its dimensions, in the order in which they were drawn
   * @param at receives its coordinates
   */
  void draw(int number, int[] chosen, double[] at) {
    long hash = HashDraws.hash(number, seed ^ PURPOSE);
    int round = 0;
    for (int i = 0; i < dims; i++) {
      int dimension;
      do {
        dimension = (int) (HashDraws.uniform(hash, round++) * low.length);
      } while (contains(chosen, i, dimension));
      chosen[i] = dimension;
    }
    for (int i = 0; i < dims; i++) {
      at[i] = triangular(chosen[i], HashDraws.uniform(hash, round++));
    }
  }

  private static boolean contains(int[] chosen, int size, int dimension) {
    for (int i = 0; i < size; i++) {
      if (chosen[i] == dimension) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the quantile of a dimension's distribution; square roots have the same bits anywhere.
   */
  private double triangular(int dimension, double share) {
    double from = low[dimension];
    double mode = middle[dimension];
    double to = high[dimension];
    double width = to - from;
    return share * width < mode - from
        ? from + Math.sqrt(share * width * (mode - from))
        : to - Math.sqrt((1 - share) * width * (to - mode));
  }
}
