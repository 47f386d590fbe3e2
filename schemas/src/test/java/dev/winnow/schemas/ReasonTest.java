package dev.winnow.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {

  private static String condition(String rule) {
    return Decisions.SPEC.rules().stream()
        .filter(r -> r.name().equals(rule))
        .findFirst()
        .orElseThrow()
        .condition();
  }

  @Test
  void theConstraintOfDecisionsIsTheClosedSet() {
    assertEquals(
        "reason IN ('kept', 'exact_duplicate', 'near_duplicate', 'semantic_duplicate',"
            + " 'evaluation_leak', 'pruned_easy', 'pruned_hard', 'pruned_middle', 'pruned_random',"
            + " 'pruned_balance', 'held_out', 'quarantined')",
        condition("reason_is_known"));
    assertEquals("kept = (reason = 'kept')", condition("kept_has_reason_kept"));
  }

  @ParameterizedTest
  @CsvSource({
    "KEPT, true, false",
    "PRUNED_HARD, true, true",
    "PRUNED_BALANCE, true, true",
    "NEAR_DUPLICATE, false, false",
    "EVALUATION_LEAK, false, false",
    "HELD_OUT, false, false",
    "QUARANTINED, false, false"
  })
  void aRowIsRankedWhenItIsKeptOrPruned(Reason reason, boolean ranked, boolean pruned) {
    assertEquals(ranked, reason.isRanked());
    assertEquals(pruned, reason.isPruned());
  }

  @ParameterizedTest
  @EnumSource
  void aWordLeadsBackToItsReasonAndSaysItsKind(Reason reason) {
    assertEquals(reason, Reason.of(reason.word()));
    assertEquals(reason.isPruned(), reason.word().matches("pruned_[a-z]+"));
    assertEquals(reason.kind() == Reason.Kind.DUPLICATE, reason.word().endsWith("_duplicate"));
  }

  @Test
  void phrasesAreDistinct() {
    List<String> phrases = Arrays.stream(Reason.values()).map(Reason::phrase).distinct().toList();
    assertEquals(Reason.values().length, phrases.size());
  }

  @Test
  void wordsAreThoseOfTheKindsInTheOrderOfTheReasons() {
    assertEquals(
        List.of("kept", "quarantined"), Reason.wordsOf(Reason.Kind.QUARANTINED, Reason.Kind.KEPT));
    assertEquals("'kept', 'quarantined'", Reason.words(Reason.Kind.KEPT, Reason.Kind.QUARANTINED));
  }

  @Test
  void aWordOutsideTheSetIsRefused() {
    assertEquals(
        "reason must be one of 'kept', 'exact_duplicate', 'near_duplicate', 'semantic_duplicate',"
            + " 'evaluation_leak', 'pruned_easy', 'pruned_hard', 'pruned_middle', 'pruned_random',"
            + " 'pruned_balance', 'held_out', 'quarantined', got lost",
        assertThrows(IllegalArgumentException.class, () -> Reason.of("lost")).getMessage());
  }
}
