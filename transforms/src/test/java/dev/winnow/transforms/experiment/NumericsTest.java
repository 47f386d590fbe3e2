package dev.winnow.transforms.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Numerical tools of the experiments. */
class NumericsTest {

  private static final NormalDistribution EXPECTED = new NormalDistribution();

  @Property(tries = 300, seed = "21")
  void probabilitiesAreThoseOfCommonsMath(@ForAll @DoubleRange(min = -9, max = 9) double x) {
    double expected = EXPECTED.cumulativeProbability(x);
    assertEquals(expected, Normal.below(x), 1e-14);
    assertEquals(expected, Normal.below(x), 1e-8 * expected);
    assertEquals(EXPECTED.density(x), Normal.density(x), 1e-15);
    assertEquals(1, Normal.below(x) + Normal.above(x), 1e-14);
  }

  @Property(tries = 100, seed = "22")
  void quantilesAreTheInverse(@ForAll @DoubleRange(min = 0.01, max = 0.99) double share) {
    assertEquals(share, Normal.above(Normal.quantileAbove(share)), 1e-12);
  }

  /** E((m - g)+)^2 and E(m - g)+ for m = 0 are 1/2 and 1/sqrt(2 pi). */
  @Test
  void momentsOfAPositivePart() {
    double[] sums = new double[2];
    Normal.addPositivePart(0, 1, sums);
    assertEquals(0.5, sums[0], 1e-15);
    assertEquals(1 / Math.sqrt(2 * Math.PI), sums[1], 1e-15);
    Normal.addPositivePart(50, 1, sums);
    assertEquals(0.5 + 2501, sums[0], 1e-9);
  }

  @Test
  void quasiNewtonFindsTheMinimumOfRosenbrock() {
    QuasiNewton.Minimum found =
        new QuasiNewton(500, 1e-10, 0)
            .minimise(
                (p, g) -> {
                  double a = 1 - p[0];
                  double b = p[1] - p[0] * p[0];
                  g[0] = -2 * a - 400 * b * p[0];
                  g[1] = 200 * b;
                  return a * a + 100 * b * b;
                },
                new double[] {-1.2, 1});
    assertArrayEquals(new double[] {1, 1}, found.point(), 1e-8);
  }

  /** |x - 1| + 2|y + 3| has a kink at its minimum. */
  @Test
  void quasiNewtonFindsAMinimumWithAKink() {
    QuasiNewton.Minimum found =
        new QuasiNewton(500, 0, 0)
            .minimise(
                (p, g) -> {
                  g[0] = Math.signum(p[0] - 1);
                  g[1] = 2 * Math.signum(p[1] + 3);
                  return Math.abs(p[0] - 1) + 2 * Math.abs(p[1] + 3);
                },
                new double[] {7, 5.5});
    assertEquals(0, found.value(), 1e-6);
  }

  @Test
  void quasiNewtonStaysInsideTheDomain() {
    QuasiNewton.Minimum found =
        new QuasiNewton(100, 1e-10, 0)
            .minimise(
                (p, g) -> {
                  g[0] = 1 - 1 / p[0];
                  return p[0] > 0 ? p[0] - StrictMath.log(p[0]) : Double.NaN;
                },
                new double[] {20});
    assertEquals(1, found.point()[0], 1e-6);
  }

  @Property(tries = 50, seed = "23")
  void drawsAreSpreadEvenly(@ForAll @IntRange(max = 1_000_000) int seed) {
    HashedDraws draws = HashedDraws.of(seed);
    int[] counts = new int[10];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 10_000; i++) {
      counts[draws.below(10, i)]++;
      double normal = draws.normal(i);
      sum += normal;
      squares += normal * normal;
    }
    for (int count : counts) {
      assertEquals(1000, count, 150);
    }
    assertEquals(0, sum / 10_000, 0.05);
    assertEquals(1, squares / 10_000, 0.07);
  }

  @Test
  void partsOfAStreamDiffer() {
    HashedDraws draws = HashedDraws.of(1);
    assertTrue(draws.part(1).bits(0) != draws.part(2).bits(0));
    assertTrue(draws.part(1).bits(0) != draws.bits(0));
  }
}
