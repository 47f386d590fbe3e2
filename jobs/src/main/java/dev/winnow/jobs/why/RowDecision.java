package dev.winnow.jobs.why;

import static dev.winnow.schemas.Decisions.KEEP_QUANTILE;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Scores.CLUSTER_ID;

import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.run.CutFacts;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Ledger;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/** Describes the decision on a row, and its place in the order of the release. */
final class RowDecision {

  private final Ledger ledger;
  private final ReleaseCatalog.Release release;

  RowDecision(Ledger ledger, ReleaseCatalog.Release release) {
    this.ledger = ledger;
    this.release = release;
  }

  /** Returns the facts of a row of {@code decisions}; of a ranked row, also those of the order. */
  Map<String, Object> facts(Map<String, Object> decision) {
    Map<String, Object> decided = RowStory.facts(decision, "id", CLUSTER_ID);
    if (decision.get(KEEP_RANK) instanceof Long rank) {
      // The quantile is rank / n, rounded once; n is the whole number that gives it.
      long ranked = Math.round(rank / (Double) decision.get(KEEP_QUANTILE));
      decided.put("ranked", ranked);
      decided.put("kept_rows", release.kept());
      decided.put("smallest_keep_fraction", smallestFraction(rank, ranked));
      decided.put("keep", keepWord());
    }
    return decided;
  }

  /** Returns the policy of the release: that of its cut, or of its run. */
  private String keepWord() {
    String recipe = ledger.recipe(release.runId());
    return cut().map(CutFacts::keep).orElse(recipe == null ? "hard" : FinishedRun.keepWord(recipe));
  }

  private Optional<CutFacts> cut() {
    return ledger.finished().stream()
        .filter(e -> e.runId().equals(release.runId()))
        .map(e -> e.result().facts())
        .filter(facts -> facts instanceof CutFacts)
        .map(CutFacts.class::cast)
        .filter(cut -> cut.release().release().equals(release.name()))
        .reduce((earlier, later) -> later);
  }

  /** Returns the least share f, in millionths, with floor(f n + 0.5) at or above the rank. */
  static BigDecimal smallestFraction(long rank, long ranked) {
    return BigDecimal.valueOf(2 * rank - 1)
        .divide(BigDecimal.valueOf(2 * ranked), 6, RoundingMode.CEILING)
        .stripTrailingZeros();
  }
}
