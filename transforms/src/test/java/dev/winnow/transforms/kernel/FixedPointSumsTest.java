package dev.winnow.transforms.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FixedPointSumsTest {

  private static final MathContext PRECISE = new MathContext(400);

  private static FixedPointSums sums(int k, int dim) {
    return new FixedPointSums(k, dim, SumSteps.UNIT);
  }

  @Property(tries = 200, seed = "5")
  void orderAndGroupingChangeNoBit(
      @ForAll @Size(min = 1, max = 60) List<@FloatRange(min = -1, max = 1) Float> values,
      @ForAll @IntRange(min = 0, max = 59) int cut,
      @ForAll long shuffle) {
    FixedPointSums one = sums(1, 1);
    values.forEach(v -> one.add(0, new float[] {v}, 0, Math.abs(v)));
    List<Float> mixed = new ArrayList<>(values);
    Collections.shuffle(mixed, new Random(shuffle));
    FixedPointSums left = sums(1, 1);
    FixedPointSums right = sums(1, 1);
    for (int i = 0; i < mixed.size(); i++) {
      (i < cut ? left : right).add(0, new float[] {mixed.get(i)}, 0, Math.abs(mixed.get(i)));
    }
    left.add(right.touched(0, 1));
    assertArrayEquals(one.counts(), left.counts());
    assertArrayEquals(one.distances(), left.distances());
    assertEquals(one.coordinate(0, 0), left.coordinate(0, 0));
    float[] a = new float[1];
    float[] b = new float[1];
    assertEquals(one.centroid(0, Metric.COSINE, a, 0), left.centroid(0, Metric.COSINE, b, 0));
    assertArrayEquals(a, b);
  }

  /** The range of the coordinates covers all magnitudes of a float. */
  @Property(tries = 300, seed = "6")
  void aSumIsThatOfTheTermsRoundedToSteps(
      @ForAll @Size(min = 1, max = 40) List<@FloatRange(min = -1, max = 1) Float> values,
      @ForAll @IntRange(min = -120, max = 126) int magnitude) {
    float scale = Math.scalb(1f, magnitude);
    float greatest = 0;
    for (float value : values) {
      greatest = Math.max(greatest, Math.abs(value * scale));
    }
    SumSteps steps = SumSteps.euclidean(greatest, 1);
    BigDecimal step = new BigDecimal(2).pow(steps.coordinateExponent() - 36, PRECISE);
    FixedPointSums sums = new FixedPointSums(1, 1, steps);
    BigDecimal expected = BigDecimal.ZERO;
    for (float value : values) {
      sums.add(0, new float[] {value * scale}, 0, 0);
      BigDecimal whole =
          new BigDecimal(value * scale).divide(step, PRECISE).setScale(0, RoundingMode.HALF_EVEN);
      expected = expected.add(whole.multiply(step));
    }
    assertEquals(0, expected.compareTo(new BigDecimal(sums.coordinate(0, 0))));
    sums.centroid(0, Metric.SQUARED_EUCLIDEAN, new float[1], 0);
  }

  @Test
  void anEmptyClusterAndAVanishedSumHaveNoDirection() {
    FixedPointSums sums = sums(3, 2);
    sums.add(0, new float[] {1, 0}, 0, 0.5);
    sums.add(0, new float[] {-1, 0}, 0, 0.5);
    sums.add(2, new float[] {0, 3f / 4, 0, 1}, 0, 0);
    float[] target = new float[6];
    assertFalse(sums.centroid(0, Metric.COSINE, target, 0));
    assertFalse(sums.centroid(1, Metric.COSINE, target, 2));
    assertTrue(sums.centroid(2, Metric.COSINE, target, 4));
    assertArrayEquals(new float[] {0, 0, 0, 0, 0, 1}, target);
    assertEquals(1.0, SumSteps.UNIT.distance(sums.distances()[0]));
  }

  @Test
  void theMeanOfACluster() {
    FixedPointSums sums = new FixedPointSums(1, 2, SumSteps.euclidean(400, 2));
    sums.add(0, new float[] {400, -1}, 0, 0);
    sums.add(0, new float[] {-100, -2}, 0, 0);
    float[] mean = new float[2];
    assertTrue(sums.centroid(0, Metric.SQUARED_EUCLIDEAN, mean, 0));
    assertArrayEquals(new float[] {150, -1.5f}, mean);
  }

  @Test
  void onlyClustersWithRowsAreSent() {
    FixedPointSums sums = sums(4, 1);
    sums.add(1, new float[] {0.5f}, 0, 0.25);
    sums.add(3, new float[] {0.25f}, 0, 0.5);
    PartialSums sent = sums.touched(1, 4);
    assertArrayEquals(new int[] {0, 2}, sent.clusters());
    assertArrayEquals(new long[] {1L << 35, 1L << 34}, sent.coordinates());
    assertArrayEquals(new long[] {1, 1}, sent.counts());
  }

  @Test
  void coordinatesThatAreNotFiniteHaveNoSteps() {
    assertEquals(
        "coordinates must be finite, got Infinity",
        assertThrows(
                IllegalArgumentException.class,
                () -> SumSteps.euclidean(Float.POSITIVE_INFINITY, 3))
            .getMessage());
  }
}
