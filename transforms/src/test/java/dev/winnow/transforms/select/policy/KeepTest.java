package dev.winnow.transforms.select.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.PolicyFacts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the facts about each policy, in one table. */
class KeepTest {

  @ParameterizedTest
  @CsvSource({
    "HARD, hard, PRUNED_EASY, true, true",
    "EASY, easy, PRUNED_HARD, true, false",
    "MIDDLE, middle, PRUNED_MIDDLE, true, false",
    "RANDOM, random, PRUNED_RANDOM, true, false",
    "BAND, band, PRUNED_RANDOM, false, false",
    "COVERAGE, coverage, PRUNED_RANDOM, false, false",
    "DENSITY, density, PRUNED_EASY, false, true",
    "HIERARCHICAL, hierarchical, PRUNED_RANDOM, false, false",
    "ZCORE, zcore, PRUNED_RANDOM, false, false",
    "D2, d2, PRUNED_EASY, false, false",
    "TWO_ENDED, two-ended, PRUNED_EASY, false, false"
  })
  void aPolicyKnowsItsReasonAndItsOrder(
      Keep keep, String word, Reason dropped, boolean ordersByScoreAlone, boolean guarded) {
    assertEquals(word, keep.word());
    assertEquals(dropped, keep.droppedReason());
    assertEquals(ordersByScoreAlone, keep.scoreOrder().isPresent());
    assertEquals(guarded, keep.takesOutlierGuard());
    keep.scoreOrder().ifPresent(order -> assertEquals(dropped, order.dropped()));
  }

  @Test
  void thePoliciesThatACutCanRankByAreThoseByTheScoreAlone() {
    assertEquals(List.of(Keep.HARD, Keep.EASY, Keep.MIDDLE, Keep.RANDOM), Keep.byScoreAlone());
  }

  @Test
  void theReasonOfADroppedRowIsOneOfPrunedRows() {
    assertEquals(
        "dropped must be a reason of pruned rows, got kept",
        assertThrows(IllegalArgumentException.class, () -> PolicyFacts.of(Reason.KEPT))
            .getMessage());
  }
}
