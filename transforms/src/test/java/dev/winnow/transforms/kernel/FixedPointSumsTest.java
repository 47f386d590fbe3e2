package dev.winnow.transforms.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  @Property(tries = 200, seed = "5")
  void orderAndGroupingChangeNoBit(
      @ForAll @Size(min = 1, max = 60) List<@FloatRange(min = -1, max = 1) Float> values,
      @ForAll @IntRange(min = 0, max = 59) int cut,
      @ForAll long shuffle) {
    FixedPointSums one = new FixedPointSums(1, 1);
    values.forEach(v -> one.add(0, new float[] {v}, 0, Math.abs(v)));
    List<Float> mixed = new java.util.ArrayList<>(values);
    Collections.shuffle(mixed, new Random(shuffle));
    FixedPointSums left = new FixedPointSums(1, 1);
    FixedPointSums right = new FixedPointSums(1, 1);
    for (int i = 0; i < mixed.size(); i++) {
      (i < cut ? left : right).add(0, new float[] {mixed.get(i)}, 0, Math.abs(mixed.get(i)));
    }
    left.merge(right);
    assertEquals(one.count(0), left.count(0));
    assertEquals(one.inertia(), left.inertia());
    float[] a = new float[1];
    float[] b = new float[1];
    assertEquals(one.direction(0, a), left.direction(0, b));
    assertArrayEquals(a, b);
  }

  @Test
  void anEmptyClusterAndAVanishedSumHaveNoDirection() {
    FixedPointSums sums = new FixedPointSums(3, 2);
    sums.add(0, new float[] {1, 0}, 0, 0.5);
    sums.add(0, new float[] {-1, 0}, 0, 0.5);
    sums.add(2, new float[] {0, 3f / 4, 0, 1}, 0, 0);
    float[] target = new float[6];
    assertFalse(sums.direction(0, target));
    assertFalse(sums.direction(1, target));
    assertTrue(sums.direction(2, target));
    assertArrayEquals(new float[] {0, 0, 0, 0, 0, 1}, target);
    assertEquals(1.0, sums.inertia());
  }
}
