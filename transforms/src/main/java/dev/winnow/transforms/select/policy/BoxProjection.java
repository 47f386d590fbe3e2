package dev.winnow.transforms.select.policy;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Finds the point of a box that is nearest to a target and whose coordinates have a given sum: x_j
 * = clip(target_j + shift, low_j, high_j), where bisection finds the shift.
 */
final class BoxProjection {

  private static final int HALVINGS = 100;

  /**
   * Returns the shift. Costs O(k) for each of at most 100 halvings.
   *
   * @param high upper ends, each at least the lower end in {@code low}
   * @param sum sum of the coordinates, between the sums of {@code low} and {@code high}
   */
  static double shift(double[] target, double[] low, double[] high, double sum) {
    double below = Double.POSITIVE_INFINITY;
    double above = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < target.length; j++) {
      below = Math.min(below, low[j] - target[j]);
      above = Math.max(above, high[j] - target[j]);
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = below + (above - below) / 2;
      if (middle <= below || middle >= above) {
        break;
      }
      double total = 0;
      for (int j = 0; j < target.length; j++) {
        total += clip(target[j] + middle, low[j], high[j]);
      }
      if (total < sum) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return above;
  }

  /** Returns the number of [low, high] that is nearest to a value. */
  static double clip(double value, double low, double high) {
    return Math.max(low, Math.min(high, value));
  }

  /** Returns the nearest point. Budgets need its shift only; tests compare the point itself. */
  static double[] project(double[] target, double[] low, double[] high, double sum) {
    double shift = shift(target, low, high, sum);
    double[] x = new double[target.length];
    for (int j = 0; j < x.length; j++) {
      x[j] = clip(target[j] + shift, low[j], high[j]);
    }
    return x;
  }

  /**
   * Rounds parts to whole numbers of an exact sum: all parts are rounded down, and those of the
   * largest fractions get one more, of equal fractions the one with the lower index.
   *
   * @param total sum of the parts, except for rounding
   */
  static long[] largestRemainders(double[] parts, long total) {
    long[] whole = new long[parts.length];
    double[] fractions = new double[parts.length];
    long left = total;
    for (int j = 0; j < parts.length; j++) {
      // A part that is below a whole number by a rounding error counts as that number.
      whole[j] = (long) Math.floor(parts[j] + 1e-9);
      fractions[j] = parts[j] - whole[j];
      left -= whole[j];
    }
    int[] order =
        IntStream.range(0, parts.length)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer j) -> -fractions[j])
                    .thenComparing(Comparator.naturalOrder()))
            .mapToInt(j -> j)
            .toArray();
    for (int i = 0; i < left; i++) {
      whole[order[i]]++;
    }
    return whole;
  }

  private BoxProjection() {}
}
