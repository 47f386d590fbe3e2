package dev.winnow.transforms.select.zcore;

import java.io.Serializable;

/**
 * Rows near a point, the nearest first; ties go to the lower number.
 *
 * @param distances distance of each row
 * @param numbers numbers of the rows
 */
record Near(double[] distances, long[] numbers) implements Serializable {

  /** Scores count in whole steps, so that sums do not depend on the order of their terms. */
  static final double STEPS = 0x1p30;

  /** Returns the nearest of both. */
  Near merge(Near other, int most) {
    NearestFew merged = new NearestFew(most);
    for (Near near : new Near[] {this, other}) {
      for (int i = 0; i < near.distances.length; i++) {
        merged.offer(near.distances[i], near.numbers[i]);
      }
    }
    return merged.copy();
  }

  /**
   * Returns the penalty of each row in steps, at most one in sum: shares in proportion to 1 /
   * distance^4, or all for the first row where its distance is 0.
   */
  long[] penalties() {
    long[] steps = new long[distances.length];
    if (steps.length == 0) {
      return steps;
    }
    if (distances[0] == 0) {
      steps[0] = (long) STEPS;
      return steps;
    }
    double[] weights = new double[distances.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double ratio = distances[0] / distances[i];
      weights[i] = ratio * ratio * ratio * ratio;
      sum += weights[i];
    }
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Math.round(weights[i] / sum * STEPS);
    }
    return steps;
  }
}
