package dev.winnow.transforms.select.messages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InhibitionTest {

  @Test
  void aSelectedRowLowersItsNeighbours() {
    // Row 0 lowers row 1 by half of 10, row 1 lowers row 2 by all of its value, row 2 nothing.
    assertArrayEquals(
        new double[] {10, 4, 5},
        Inhibition.select(
            new double[] {10, 9, 5}, new int[] {1, 2, 2}, new int[] {1, 2}, new double[] {0.5, 1}));
  }

  @Test
  void aRowBelowZeroSendsNoMessage() {
    assertArrayEquals(
        new double[] {3, -1, -2},
        Inhibition.select(
            new double[] {3, 2, -2}, new int[] {1, 2, 2}, new int[] {1, 2}, new double[] {1, 1}));
  }

  /** Returns the values of the published loop, which looks at all rows before each selection. */
  private static double[] loop(double[] start, int[] ends, int[] targets, double[] weights) {
    double[] values = start.clone();
    boolean[] selected = new boolean[values.length];
    for (int step = 0; step < values.length; step++) {
      int best =
          IntStream.range(0, values.length)
              .filter(i -> !selected[i])
              .boxed()
              .max(
                  Comparator.comparingDouble((Integer i) -> values[i])
                      .thenComparing(Comparator.reverseOrder()))
              .orElseThrow();
      selected[best] = true;
      for (int edge = best == 0 ? 0 : ends[best - 1]; edge < ends[best]; edge++) {
        if (!selected[targets[edge]]) {
          values[targets[edge]] -= weights[edge] * Math.max(0, values[best]);
        }
      }
    }
    return values;
  }

  @Test
  void theQueueSelectsAsTheLoopDoes() {
    Random random = new Random(6);
    for (int round = 0; round < 200; round++) {
      int n = 1 + random.nextInt(40);
      double[] values = random.ints(n, -2, 10).mapToDouble(i -> i / 2.0).toArray();
      int[] ends = new int[n];
      int[] targets = random.ints(3L * n, 0, n).toArray();
      double[] weights = random.ints(3L * n, 0, 5).mapToDouble(i -> i / 4.0).toArray();
      for (int i = 0; i < n; i++) {
        ends[i] = Math.min(3 * n, (i == 0 ? 0 : ends[i - 1]) + random.nextInt(4));
      }
      double[] expected = loop(values, ends, targets, weights);
      assertArrayEquals(expected, Inhibition.select(values.clone(), ends, targets, weights));
    }
  }

  @Test
  void smallClustersShareAGroupAndALargeOneIsDealtToSeveral() {
    MessageGroups groups = new MessageGroups(new long[] {3, 4, 5, 25, 0, 2}, 10);
    assertEquals(0, groups.of(0, 99));
    assertEquals(0, groups.of(1, 99));
    assertEquals(1, groups.of(2, 99));
    assertArrayEquals(
        new int[] {2, 3, 4},
        IntStream.range(-30, 30).map(hash -> groups.of(3, hash)).distinct().sorted().toArray());
    assertEquals(5, groups.of(5, 99));
    assertEquals(6, groups.count());
    assertTrue(Arrays.stream(new int[] {0, 1, 2, 3, 5}).allMatch(c -> groups.of(c, 7) < 6));
  }
}
