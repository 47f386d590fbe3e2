package dev.winnow.transforms.select.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoxProjectionTest {

  private static final int K = 5;

  /**
   * Solves the quadratic program by brute force: tries every coordinate at its low end, at its high
   * end and free, and returns the nearest feasible point.
   */
  private static double[] brute(double[] target, double[] low, double[] high, double sum) {
    double[] best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int code = 0; code < Math.pow(3, K); code++) {
      double[] x = new double[K];
      double rest = sum;
      double freeTargets = 0;
      int free = 0;
      for (int j = 0, c = code; j < K; j++, c /= 3) {
        if (c % 3 == 2) {
          free++;
          freeTargets += target[j];
        } else {
          x[j] = c % 3 == 0 ? low[j] : high[j];
          rest -= x[j];
        }
      }
      boolean feasible = free > 0 || Math.abs(rest) < 1e-9;
      double distance = 0;
      for (int j = 0, c = code; j < K; j++, c /= 3) {
        if (c % 3 == 2) {
          x[j] = target[j] + (rest - freeTargets) / free;
        }
        feasible &= x[j] >= low[j] - 1e-9 && x[j] <= high[j] + 1e-9;
        distance += (x[j] - target[j]) * (x[j] - target[j]);
      }
      if (feasible && distance < least) {
        least = distance;
        best = x;
      }
    }
    return best;
  }

  @Test
  void itIsTheSolutionOfTheQuadraticProgramSeed51() {
    Random random = new Random(51);
    for (int i = 0; i < 300; i++) {
      double[] target = new double[K];
      double[] low = new double[K];
      double[] high = new double[K];
      for (int j = 0; j < K; j++) {
        target[j] = 40 * random.nextDouble() - 5;
        low[j] = 5 * random.nextDouble();
        high[j] = low[j] + 20 * random.nextDouble();
      }
      double least = Arrays.stream(low).sum();
      double sum = least + random.nextDouble() * (Arrays.stream(high).sum() - least);
      assertArrayEquals(
          brute(target, low, high, sum), BoxProjection.project(target, low, high, sum), 1e-8);
    }
  }

  @Test
  void roundingKeepsTheSumAndMovesNoPartByARowSeed52() {
    Random random = new Random(52);
    for (int i = 0; i < 200; i++) {
      double[] parts = new double[1 + random.nextInt(9)];
      double sum = 0;
      for (int j = 0; j < parts.length; j++) {
        parts[j] = 10 * random.nextDouble();
        sum += parts[j];
      }
      parts[0] += Math.ceil(sum) - sum;
      long[] whole = BoxProjection.largestRemainders(parts, (long) Math.ceil(sum));
      assertEquals((long) Math.ceil(sum), Arrays.stream(whole).sum());
      for (int j = 0; j < parts.length; j++) {
        assertTrue(Math.abs(whole[j] - parts[j]) < 1);
      }
    }
  }

  @Test
  void theLargestFractionsAreRoundedUpAndTiesGoToTheLowerIndex() {
    assertArrayEquals(
        new long[] {2, 2, 1}, BoxProjection.largestRemainders(new double[] {1.5, 2.25, 1.25}, 5));
    assertArrayEquals(
        new long[] {2, 1}, BoxProjection.largestRemainders(new double[] {1.5, 1.5}, 3));
  }
}
