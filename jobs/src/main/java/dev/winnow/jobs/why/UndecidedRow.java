package dev.winnow.jobs.why;

import dev.winnow.jobs.release.ReleaseCatalog.Release;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.HeldOut;
import dev.winnow.schemas.Quarantine;
import dev.winnow.schemas.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Findings of the stages of a run without decisions about one row. A row that none of them has
 * refused or dropped has no reason.
 */
final class UndecidedRow {

  private final TableLookup tables;
  private final Release run;

  UndecidedRow(TableLookup tables, Release run) {
    this.tables = tables;
    this.run = run;
  }

  /** Returns columns of {@code decisions} for a row; empty if no table has its id. */
  Optional<Map<String, Object>> find(String id) {
    Optional<Map<String, Object>> refused = row(Quarantine.SPEC.name(), id);
    if (refused.isPresent()) {
      return decision(id, Reason.QUARANTINED, (String) refused.get().get(Decisions.STAGE));
    }
    if (row(HeldOut.SPEC.name(), id).isPresent()) {
      return decision(id, Reason.HELD_OUT, "split");
    }
    Optional<Map<String, Object>> duplicate = row(Duplicates.SPEC.name(), id);
    if (duplicate.isPresent()) {
      Reason reason =
          switch (String.valueOf(duplicate.get().get(Duplicates.KIND))) {
            case "exact" -> Reason.EXACT_DUPLICATE;
            case "near" -> Reason.NEAR_DUPLICATE;
            default -> Reason.SEMANTIC_DUPLICATE;
          };
      Optional<Map<String, Object>> decision = decision(id, reason, "dedup");
      for (String column :
          List.of(
              Duplicates.DUPLICATE_OF, Duplicates.REPRESENTATIVE, Duplicates.COSINE_SIMILARITY)) {
        decision.get().put(column, duplicate.get().get(column));
      }
      return decision;
    }
    Optional<Map<String, Object>> leak = row(EvaluationLeaks.SPEC.name(), id);
    if (leak.isPresent()) {
      Optional<Map<String, Object>> decision = decision(id, Reason.EVALUATION_LEAK, "dedup");
      decision.get().put(Duplicates.DUPLICATE_OF, leak.get().get(EvaluationLeaks.EVALUATION_ID));
      return decision;
    }
    return row(Examples.SPEC.name(), id).flatMap(example -> decision(id, null, null));
  }

  private Optional<Map<String, Object>> row(String table, String id) {
    return run.holds(table)
        ? tables.where(table, run.version(table), Examples.ID, id).stream().findFirst()
        : Optional.empty();
  }

  private static Optional<Map<String, Object>> decision(String id, Reason reason, String stage) {
    Map<String, Object> decision = new LinkedHashMap<>();
    decision.put(Examples.ID, id);
    if (reason != null) {
      decision.put(Decisions.KEPT, false);
      decision.put(Decisions.REASON, reason.word());
      decision.put(Decisions.STAGE, stage);
    }
    return Optional.of(decision);
  }
}
