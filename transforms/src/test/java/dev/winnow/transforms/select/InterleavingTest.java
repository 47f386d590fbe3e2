package dev.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InterleavingTest {

  @Property(tries = 300, seed = "71")
  void everyPrefixHasTheShareAndEveryPlaceOneRow(
      @ForAll @IntRange(min = 0, max = 1000) int thousandths,
      @ForAll @IntRange(min = 0, max = 120) int n) {
    Interleaving mix = new Interleaving(BigDecimal.valueOf(thousandths, 3), n);
    boolean[] first = new boolean[n + 1];
    boolean[] taken = new boolean[n + 1];
    for (long rank = 1; rank <= mix.first(); rank++) {
      first[(int) mix.placeOfFirst(rank)] = true;
      taken[(int) mix.placeOfFirst(rank)] = true;
    }
    for (long rank = 1; rank <= n - mix.first(); rank++) {
      assertEquals(false, taken[(int) mix.placeOfSecond(rank)]);
      taken[(int) mix.placeOfSecond(rank)] = true;
    }
    int held = 0;
    for (int keep = 1; keep <= n; keep++) {
      assertEquals(true, taken[keep]);
      held += first[keep] ? 1 : 0;
      assertEquals(thousandths * keep / 1000, held);
    }
  }

  @Test
  void rejectsAShareOutsideItsRangeOrTooFine() {
    assertEquals(
        "exploration_fraction must be in [0, 1], got 1.5",
        assertThrows(
                IllegalArgumentException.class, () -> new Interleaving(new BigDecimal("1.5"), 10))
            .getMessage());
    assertEquals(
        "exploration_fraction must have at most six decimals, got 0.1234567",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Interleaving(new BigDecimal("0.1234567"), 10))
            .getMessage());
  }
}
