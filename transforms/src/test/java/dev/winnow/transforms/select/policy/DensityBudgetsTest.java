package dev.winnow.transforms.select.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DensityBudgetsTest {

  /** Clusters like those of a corpus: long-tailed sizes, some of one or two rows, some empty. */
  private record Case(double[] complexity, long[] rows, double tau) {

    static Case of(Random random, int clusters, int scale) {
      double[] complexity = new double[clusters];
      long[] rows = new long[clusters];
      for (int j = 0; j < clusters; j++) {
        rows[j] = (long) (scale * Math.pow(random.nextDouble(), 3));
        complexity[j] = rows[j] == 0 ? Double.NaN : 0.5 * random.nextDouble();
      }
      rows[0] = scale;
      return new Case(complexity, rows, 0.05 + 0.2 * random.nextDouble());
    }

    DensityBudgets budgets() {
      return new DensityBudgets(complexity, rows, tau);
    }

    int total() {
      return (int) Arrays.stream(rows).sum();
    }

    /** Returns the clusters in the order in which their rows enter. */
    int[] order() {
      DensityBudgets budgets = budgets();
      record Entry(double at, int cluster) {}
      return IntStream.range(0, rows.length)
          .boxed()
          .flatMap(
              j ->
                  IntStream.rangeClosed(1, (int) rows[j])
                      .mapToObj(rank -> new Entry(budgets.placeOf(j, rank), j)))
          .sorted(Comparator.comparingDouble(Entry::at).thenComparingInt(Entry::cluster))
          .mapToInt(Entry::cluster)
          .toArray();
    }
  }

  @Test
  void budgetsAddUpToTheSizeAndStayInTheirBoxSeed61() {
    Random random = new Random(61);
    for (int i = 0; i < 50; i++) {
      Case c = Case.of(random, 1 + random.nextInt(30), 60);
      long occupied = Arrays.stream(c.rows()).filter(n -> n > 0).count();
      DensityBudgets budgets = c.budgets();
      for (int keep = 0; keep <= c.total(); keep += 1 + random.nextInt(20)) {
        long[] at = budgets.rounded(keep);
        assertEquals(keep, Arrays.stream(at).sum());
        for (int j = 0; j < at.length; j++) {
          long least = (long) Math.min(keep / (2.0 * occupied), Math.max(0, c.rows()[j] - 1));
          assertTrue(at[j] >= least && at[j] <= c.rows()[j], "cluster " + j + " at " + keep);
        }
      }
    }
  }

  @Test
  void aPrefixOfTheOrderIsWithinTwoRowsOfEveryBudgetSeed62() {
    Random random = new Random(62);
    long compared = 0;
    long equal = 0;
    for (int i = 0; i < 30; i++) {
      Case c = Case.of(random, 2 + random.nextInt(40), 80);
      DensityBudgets budgets = c.budgets();
      int[] order = c.order();
      long[] held = new long[c.rows().length];
      for (int keep = 1; keep <= order.length; keep++) {
        held[order[keep - 1]]++;
        long[] at = budgets.rounded(keep);
        for (int j = 0; j < at.length; j++) {
          assertTrue(
              Math.abs(held[j] - at[j]) <= 2,
              "cluster " + j + " at " + keep + ": " + held[j] + ", budget " + at[j]);
          compared++;
          equal += held[j] == at[j] ? 1 : 0;
        }
      }
    }
    assertTrue(equal > 0.97 * compared, equal + " of " + compared + " counts are the budgets");
  }

  @Test
  void aClusterIsEnteredInTheOrderOfItsRanksSeed63() {
    Case c = Case.of(new Random(63), 20, 100);
    DensityBudgets budgets = c.budgets();
    for (int j = 0; j < c.rows().length; j++) {
      double last = 0;
      for (long rank = 1; rank <= c.rows()[j]; rank++) {
        double at = budgets.placeOf(j, rank);
        assertTrue(at >= last && at <= c.total(), j + ", " + rank);
        last = at;
      }
    }
  }

  @Test
  void widerAndLonelierClustersKeepMore() {
    // softmax of ln 3 / 1 and 0: three quarters and one quarter of twelve rows.
    DensityBudgets budgets =
        new DensityBudgets(new double[] {Math.log(3), 0}, new long[] {100, 100}, 1);
    assertArrayEquals(new double[] {0.75, 0.25}, budgets.shares(), 1e-15);
    assertArrayEquals(new long[] {9, 3}, budgets.rounded(12));
    // exp(-(3/4 ln 3/4 + 1/4 ln 1/4))
    assertEquals(1.7547654, budgets.effectiveClusters(), 1e-6);
  }

  @Test
  void aWholeClusterLeavesItsRestToTheOthers() {
    DensityBudgets budgets = new DensityBudgets(new double[] {5, 0, 0}, new long[] {4, 50, 50}, 1);
    assertArrayEquals(new long[] {4, 8, 8}, budgets.rounded(20));
  }

  @Test
  void clustersOfOneOrTwoRowsHaveTheMeanComplexityAndEmptyOnesNothing() {
    DensityBudgets budgets =
        new DensityBudgets(new double[] {1, 3, 0, 0, Double.NaN}, new long[] {10, 10, 1, 2, 0}, 1);
    double[] shares = budgets.shares();
    assertEquals(0, shares[4]);
    assertEquals(shares[2], shares[3]);
    assertEquals(Math.exp(1), shares[2] / shares[0], 1e-12);
    assertEquals(0, budgets.rounded(23)[4]);
  }

  @Test
  void rejectsATemperatureThatIsNotAboveZero() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new DensityBudgets(new double[0], new long[0], Double.NaN));
    assertEquals("tau must be above 0, got NaN", e.getMessage());
  }
}
