package dev.winnow.transforms.select.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WaterFillingTest {

  /** Returns the units of each child among the first places, for 0 places and up. */
  private static List<long[]> prefixes(WaterFilling filling, long[] sizes) {
    int total = (int) filling.total();
    int[] childAt = new int[total];
    Arrays.fill(childAt, -1);
    for (int child = 0; child < sizes.length; child++) {
      for (long rank = 1; rank <= sizes[child]; rank++) {
        int place = (int) filling.place(child, rank) - 1;
        assertEquals(-1, childAt[place], "place " + place + " is taken twice");
        childAt[place] = child;
      }
    }
    List<long[]> prefixes = new ArrayList<>();
    long[] held = new long[sizes.length];
    prefixes.add(held.clone());
    for (int child : childAt) {
      held[child]++;
      prefixes.add(held.clone());
    }
    return prefixes;
  }

  private static long[] sizes(List<Integer> values) {
    return values.stream().mapToLong(i -> i).toArray();
  }

  /** Runs the published loop: from the smallest stratum on, each gets an equal part of the rest. */
  private static long[] budgets(long[] sizes, long keep) {
    Integer[] order = new Integer[sizes.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingLong(i -> sizes[i]));
    long[] budgets = new long[sizes.length];
    long left = keep;
    for (int i = 0; i < order.length; i++) {
      budgets[order[i]] = Math.min(sizes[order[i]], left / (order.length - i));
      left -= budgets[order[i]];
    }
    return budgets;
  }

  @Property(tries = 300, seed = "31")
  void everyPrefixHasTheBudgetsOfTheCoverageRule(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 12) Integer> values) {
    long[] sizes = sizes(values);
    List<long[]> prefixes = prefixes(WaterFilling.largestFirst(sizes), sizes);
    for (int keep = 0; keep < prefixes.size(); keep++) {
      assertArrayEquals(budgets(sizes, keep), prefixes.get(keep), "at size " + keep);
    }
  }

  @Property(tries = 300, seed = "32")
  void everyPrefixIsEvenExceptForOneUnit(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 12) Integer> values,
      @ForAll long seed) {
    long[] sizes = sizes(values);
    for (long[] held : prefixes(WaterFilling.drawn(sizes, seed), sizes)) {
      long highest = Arrays.stream(held).max().orElse(0);
      for (int i = 0; i < sizes.length; i++) {
        assertTrue(held[i] >= Math.min(sizes[i], highest - 1), Arrays.toString(held));
      }
    }
  }

  @Test
  void theRestIsDrawnByTheSeed() {
    long[] sizes = {5, 5, 5, 5};
    Set<Integer> firsts = new HashSet<>();
    for (long seed = 0; seed < 40; seed++) {
      WaterFilling filling = WaterFilling.drawn(sizes, seed);
      for (int child = 0; child < 4; child++) {
        if (filling.place(child, 1) == 1) {
          firsts.add(child);
        }
      }
    }
    assertEquals(Set.of(0, 1, 2, 3), firsts);
  }
}
