package dev.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FloorOrderTest {

  record Case(int[] classes, int classCount, BigDecimal share, BalanceForm form) {
    FloorOrder order() {
      return new FloorOrder(classes, classCount, share, form);
    }

    @Override
    public String toString() {
      return Arrays.toString(classes) + " share " + share + " " + form;
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 6),
            Arbitraries.integers().between(0, 100),
            Arbitraries.of(BalanceForm.class))
        .flatAs(
            (count, percent, form) ->
                Arbitraries.integers()
                    .between(0, count - 1)
                    .array(int[].class)
                    .ofMinSize(0)
                    .ofMaxSize(60)
                    .map(
                        classes -> new Case(classes, count, BigDecimal.valueOf(percent, 2), form)));
  }

  @Property(tries = 500, seed = "17")
  void everyPrefixMeetsEveryFloor(@ForAll("cases") Case c) {
    int[] places = c.order().places();
    int n = places.length;
    int[] byPlace = new int[n];
    for (int i = 0; i < n; i++) {
      byPlace[places[i] - 1] = i;
    }
    long[] sizes = new long[c.classCount()];
    for (int k : c.classes()) {
      sizes[k]++;
    }
    long[] held = new long[c.classCount()];
    for (int keep = 1; keep <= n; keep++) {
      held[c.classes()[byPlace[keep - 1]]]++;
      for (int k = 0; k < held.length; k++) {
        long floor = Math.min(sizes[k], c.order().floor(k, keep));
        assertTrue(held[k] >= floor, "class " + k + " at " + keep + ": " + held[k] + " < " + floor);
      }
    }
  }

  @Property(tries = 300, seed = "18")
  void itIsAPermutation(@ForAll("cases") Case c) {
    int[] sorted = c.order().places();
    Arrays.sort(sorted);
    assertArrayEquals(IntStream.rangeClosed(1, c.classes().length).toArray(), sorted);
  }

  @Property(tries = 300, seed = "19")
  void rowsOfOneClassKeepTheirOrder(@ForAll("cases") Case c) {
    int[] places = c.order().places();
    int[] last = new int[c.classCount()];
    for (int i = 0; i < places.length; i++) {
      assertTrue(places[i] > last[c.classes()[i]]);
      last[c.classes()[i]] = places[i];
    }
  }

  @Property(tries = 200, seed = "20")
  void aShareOfZeroChangesNothing(@ForAll("cases") Case c) {
    int[] places = new FloorOrder(c.classes(), c.classCount(), BigDecimal.ZERO, c.form()).places();
    assertArrayEquals(IntStream.rangeClosed(1, places.length).toArray(), places);
  }

  @Test
  void aBoundClassDisplacesTheWorstRowsOfTheOthers() {
    // Six easy rows of class 0 stand before two of class 1; half of an even part of four is one
    // row.
    int[] classes = {0, 0, 0, 0, 0, 0, 1, 1};
    int[] places = new FloorOrder(classes, 2, new BigDecimal("0.5"), BalanceForm.ABSOLUTE).places();
    assertArrayEquals(new int[] {1, 2, 3, 5, 6, 7, 4, 8}, places);
  }

  @Test
  void rejectsAFloorOutsideItsRange() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new FloorOrder(new int[0], 1, new BigDecimal("1.2"), BalanceForm.RELATIVE));
    assertEquals("floor must be in [0, 1], got 1.2", e.getMessage());
  }
}
