package dev.winnow.transforms.select.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BalancedHierarchyTest {

  /** Returns the units of each leaf among the first places, including repeats. */
  private static long[] held(BalancedHierarchy order, long[] units, long places) {
    long[] held = new long[units.length];
    for (int leaf = 0; leaf < units.length; leaf++) {
      for (long rank = 1; rank <= units[leaf]; rank++) {
        held[leaf] += order.place(leaf, rank) <= places ? 1 : 0;
      }
    }
    return held;
  }

  private static long[] sumByParent(long[] below, int[] parents, int count) {
    long[] sums = new long[count];
    for (int i = 0; i < below.length; i++) {
      sums[parents[i]] += below[i];
    }
    return sums;
  }

  /** Asserts that each child holds min(c, size) units, and some children one more. */
  private static void assertLevel(long[] held, long[] sizes, int[] parents, int parent) {
    long highest = 0;
    for (int i = 0; i < held.length; i++) {
      highest = parents[i] == parent ? Math.max(highest, held[i]) : highest;
    }
    for (int i = 0; i < held.length; i++) {
      if (parents[i] == parent) {
        assertTrue(held[i] <= sizes[i], "more units than the child has");
        assertTrue(
            held[i] >= Math.min(sizes[i], highest - 1),
            Arrays.toString(held) + " of " + Arrays.toString(sizes));
      }
    }
  }

  @Property(tries = 100, seed = "41")
  void everyClusterOfEveryLevelSharesOutEvenly(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 9) Integer> leaves,
      @ForAll @IntRange(min = 1, max = 4) int middles,
      @ForAll @IntRange(min = 1, max = 3) int multiplier,
      @ForAll long seed) {
    long[] sizes = leaves.stream().mapToLong(i -> i).toArray();
    int count = Math.min(middles, sizes.length);
    int[] parents = new int[sizes.length];
    for (int i = 0; i < parents.length; i++) {
      parents[i] = i * count / parents.length;
    }
    int[] tops = new int[count];
    for (int i = 0; i < count; i++) {
      tops[i] = i * Math.min(2, count) / count;
    }
    int topCount = tops[count - 1] + 1;
    long[] units = Arrays.stream(sizes).map(size -> size * multiplier).toArray();
    BalancedHierarchy order =
        new BalancedHierarchy(sizes, List.of(parents, tops), multiplier, seed);
    long total = Arrays.stream(units).sum();
    long[] before = new long[sizes.length];
    for (long target = 0; target <= total; target++) {
      long[] held = held(order, units, target);
      assertEquals(target, Arrays.stream(held).sum());
      for (int i = 0; i < held.length; i++) {
        assertTrue(held[i] >= before[i], "decreases as the target grows");
      }
      before = held;
      for (int p = 0; p < count; p++) {
        assertLevel(held, units, parents, p);
      }
      long[] middle = sumByParent(held, parents, count);
      long[] middleUnits = sumByParent(units, parents, count);
      for (int p = 0; p < topCount; p++) {
        assertLevel(middle, middleUnits, tops, p);
      }
      assertLevel(
          sumByParent(middle, tops, topCount),
          sumByParent(middleUnits, tops, topCount),
          new int[topCount],
          0);
    }
  }

  @Test
  void aSmallBranchIsKeptWholeBeforeALargeOneHasMore() {
    // Two top clusters of 2 and 30 rows; the large one has leaves of 10, 10 and 10.
    BalancedHierarchy order =
        new BalancedHierarchy(new long[] {2, 10, 10, 10}, List.of(new int[] {0, 1, 1, 1}), 1, 42);
    long[] units = {2, 10, 10, 10};
    assertEquals(2, held(order, units, 4)[0]);
    long[] at14 = held(order, units, 14);
    assertArrayEquals(new long[] {2, 4, 4, 4}, at14);
  }

  @Test
  void anotherSeedGivesTheRestToOthers() {
    long[] sizes = new long[20];
    Arrays.fill(sizes, 5);
    long[] one = held(new BalancedHierarchy(sizes, List.of(), 1, 1), sizes, 7);
    long[] other = held(new BalancedHierarchy(sizes, List.of(), 1, 2), sizes, 7);
    assertTrue(!Arrays.equals(one, other));
    assertArrayEquals(one, held(new BalancedHierarchy(sizes, List.of(), 1, 1), sizes, 7));
  }

  @Test
  void rejectsAMultiplierBelowOne() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new BalancedHierarchy(new long[] {1}, List.of(), 0, 42));
    assertEquals("multiplier must be at least 1, got 0", e.getMessage());
  }
}
