package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ShinglesTest {

  /** Few letters, so that two texts have many shingles in common. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab c").ofMaxLength(40);
  }

  private static long[] sorted(String text) {
    return Shingles.sorted(text.codePoints().toArray(), 3);
  }

  private static double ofSets(long[] a, long[] b) {
    Set<Long> all = Arrays.stream(a).boxed().collect(Collectors.toSet());
    Set<Long> other = Arrays.stream(b).boxed().collect(Collectors.toSet());
    Set<Long> common = new HashSet<>(all);
    common.retainAll(other);
    all.addAll(other);
    return all.isEmpty() ? 0 : (double) common.size() / all.size();
  }

  @Test
  void emptyTextsHaveNothingInCommonAtAnyFloor() {
    long[] none = {};
    for (double floor : new double[] {1e-9, 0.5, 1}) {
      assertTrue(Shingles.jaccardFrom(floor, none, none) < floor);
      assertTrue(Shingles.jaccardFrom(floor, none, sorted("abc")) < floor);
    }
    assertEquals(0, Shingles.jaccardFrom(0, none, none));
  }

  @Property(tries = 500)
  void mergingGivesTheSimilarityOfTheSets(
      @ForAll("texts") String one, @ForAll("texts") String other) {
    assertEquals(
        ofSets(sorted(one), sorted(other)), Shingles.jaccard(sorted(one), sorted(other)), 0);
  }

  @Property(tries = 500)
  void aMergeThatEndsEarlyDecidesAsOneThatDoesNot(
      @ForAll("texts") String one,
      @ForAll("texts") String other,
      @ForAll @DoubleRange(min = 0, max = 1) double floor) {
    double exact = Shingles.jaccard(sorted(one), sorted(other));
    double early = Shingles.jaccardFrom(floor, sorted(one), sorted(other));
    if (exact >= floor) {
      assertEquals(exact, early, 0);
    } else {
      assertTrue(early < floor, early + " for " + exact);
    }
    assertEquals(exact, Shingles.jaccardFrom(exact, sorted(one), sorted(other)), 0);
  }
}
