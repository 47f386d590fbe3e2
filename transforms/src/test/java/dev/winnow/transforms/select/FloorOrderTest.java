package dev.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.BitSet;
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

  /** Returns the rows of each class among the first K, for K from 0. */
  private static long[][] held(Case c) {
    int[] places = c.order().places();
    int[] byPlace = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      byPlace[places[i] - 1] = i;
    }
    long[][] held = new long[places.length + 1][c.classCount()];
    for (int keep = 1; keep <= places.length; keep++) {
      held[keep] = held[keep - 1].clone();
      held[keep][c.classes()[byPlace[keep - 1]]]++;
    }
    return held;
  }

  /** Returns min(n_c, ceil(share K n_c / n)) or min(n_c, ceil(share K / C)), in whole numbers. */
  private static long[] floors(Case c, long[] sizes, int keep) {
    long[] floors = new long[sizes.length];
    long percent = c.share().movePointRight(2).longValueExact();
    for (int k = 0; k < sizes.length && c.classes().length > 0; k++) {
      boolean relative = c.form() == BalanceForm.RELATIVE;
      long dividend = percent * keep * (relative ? sizes[k] : 1);
      long divisor = 100L * (relative ? c.classes().length : sizes.length);
      floors[k] = Math.min(sizes[k], (dividend + divisor - 1) / divisor);
    }
    return floors;
  }

  private static int countShort(long[] held, long[] floors) {
    return (int) IntStream.range(0, held.length).filter(k -> held[k] < floors[k]).count();
  }

  @Property(tries = 1000, seed = "17")
  void noClassIsMoreThanOneRowShortOfItsFloorRoundedUp(@ForAll("cases") Case c) {
    long[][] held = held(c);
    long[] sizes = held[held.length - 1];
    for (int keep = 0; keep < held.length; keep++) {
      long[] floors = floors(c, sizes, keep);
      for (int k = 0; k < sizes.length; k++) {
        assertTrue(held[keep][k] >= floors[k] - 1, "class " + k + " of " + keep + " rows");
      }
    }
  }

  @Property(tries = 1000, seed = "21")
  void classesFallShortOnlyWhereSeveralFloorsRiseAtOneSize(@ForAll("cases") Case c) {
    long[][] held = held(c);
    long[] sizes = held[held.length - 1];
    for (int keep = 1; keep < held.length; keep++) {
      long[] before = floors(c, sizes, keep - 1);
      long[] floors = floors(c, sizes, keep);
      int rising = countShort(before, floors);
      int behind = countShort(held[keep - 1], before);
      if (rising + behind <= 1) {
        assertEquals(0, countShort(held[keep], floors), "short of " + keep + " rows");
      }
      assertTrue(countShort(held[keep], floors) <= Math.max(0, rising + behind - 1));
    }
  }

  @Property(tries = 1000, seed = "22")
  void aCutInWhichNoClassIsShortHoldsTheFloorsAndTheBestOfTheRest(@ForAll("cases") Case c) {
    int[] places = c.order().places();
    long[][] held = held(c);
    long[] sizes = held[held.length - 1];
    for (int keep = 0; keep < held.length; keep++) {
      long[] left = floors(c, sizes, keep);
      if (countShort(held[keep], left) == 0) {
        BitSet taken = new BitSet();
        for (int i = 0; i < places.length; i++) {
          if (left[c.classes()[i]]-- > 0) {
            taken.set(i);
          }
        }
        while (taken.cardinality() < keep) {
          taken.set(taken.nextClearBit(0));
        }
        for (int i = 0; i < places.length; i++) {
          assertEquals(taken.get(i), places[i] <= keep, "row " + i + " of " + keep);
        }
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
    // Six easy rows of class 0 stand before two of class 1. Half of an even part is one row of a
    // cut of two to four rows, and two rows of one of five to eight.
    int[] classes = {0, 0, 0, 0, 0, 0, 1, 1};
    int[] places = new FloorOrder(classes, 2, new BigDecimal("0.5"), BalanceForm.ABSOLUTE).places();
    assertArrayEquals(new int[] {1, 3, 4, 6, 7, 8, 2, 5}, places);
  }

  @Test
  void aFloorThatIsNoWholeNumberIsRoundedUp() {
    // Half of an even part of six rows is one and a half rows.
    int[] classes = {0, 0, 0, 0, 0, 0, 1, 1};
    int[] places = new FloorOrder(classes, 2, new BigDecimal("0.5"), BalanceForm.ABSOLUTE).places();
    long kept = IntStream.range(6, 8).filter(row -> places[row] <= 6).count();
    assertEquals(2, kept);
  }

  @Test
  void floorsThatDoNotFitTogetherCostAClassOneRow() {
    // A floor of 0.9 asks for a row of each of three classes as soon as one row is kept, and for
    // two of each where four are kept. The classes get them one after another.
    int[] classes = {0, 0, 1, 1, 2, 2};
    int[] places = new FloorOrder(classes, 3, new BigDecimal("0.9"), BalanceForm.RELATIVE).places();
    assertArrayEquals(new int[] {1, 4, 2, 5, 3, 6}, places);
  }

  @Test
  void floorsOfBillionsOfRowsAreExact() {
    long rows = 3_000_000_000L;
    ClassFloors floors =
        new ClassFloor("class", new BigDecimal("0.333333"), BalanceForm.RELATIVE)
            .over(new long[] {1_000_000_001L, 1_999_999_999L}, rows);
    // 0.333333 * 2,999,999,999 * 1,000,000,001 / 3,000,000,000 is 333,333,000.22...
    assertEquals(333_333_001L, floors.floor(0, rows - 1));
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
