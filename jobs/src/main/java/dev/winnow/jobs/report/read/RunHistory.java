package dev.winnow.jobs.report.read;

import dev.winnow.jobs.run.CutFacts;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Experiments;
import dev.winnow.schemas.Runs;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * History of the run of a release: its recipe, the times of its stages, the cut that made the
 * release, and its experiments. Starts no Spark job where the logs name the files.
 */
final class RunHistory {

  private final ReleaseTables tables;
  private final Ledger ledger;

  RunHistory(ReleaseTables tables, Ledger ledger) {
    this.tables = tables;
    this.ledger = ledger;
  }

  /** Returns the effective recipe with the origins of its values, as JSON. */
  String recipe() {
    return ledger.recipe(tables.release().runId());
  }

  /** Returns the cut that made the release; null for a release of the run itself. */
  CutFacts cut() {
    return ledger.finished().stream()
        .filter(entry -> entry.runId().equals(tables.release().runId()))
        .map(entry -> entry.result().facts())
        .filter(
            facts ->
                facts instanceof CutFacts made
                    && made.release() != null
                    && tables.release().name().equals(made.release().release()))
        .map(CutFacts.class::cast)
        .reduce((earlier, later) -> later)
        .orElse(null);
  }

  /** Returns the stages of the run in the order of their ends. */
  List<StageTime> times() {
    return tables
        .store()
        .lookup()
        .latest(
            Runs.SPEC,
            "run_id",
            "stage",
            "state",
            "rows",
            "predicted_seconds",
            "measured_seconds",
            "code_version",
            "finished")
        .stream()
        .filter(row -> tables.release().runId().equals(row.get("run_id")))
        .filter(row -> !"failed".equals(row.get("state")))
        .sorted(
            Comparator.comparing((Map<String, Object> row) -> (Timestamp) row.get("finished"))
                .thenComparing(row -> (String) row.get("stage")))
        .map(
            row ->
                new StageTime(
                    (String) row.get("stage"),
                    (String) row.get("state"),
                    (Long) row.get("rows"),
                    (Double) row.get("predicted_seconds"),
                    (Double) row.get("measured_seconds"),
                    (String) row.get("code_version")))
        .toList();
  }

  ReleaseFacts.Studies studies() {
    TableStore store = tables.store();
    if (!store.exists(Experiments.SPEC)) {
      return new ReleaseFacts.Studies(List.of(), List.of());
    }
    List<Map<String, Object>> proxies =
        store
            .lookup()
            .latest(
                Experiments.SPEC,
                "run_id",
                Experiments.STUDY,
                Experiments.POLICY,
                Experiments.FRACTION,
                Experiments.POOL,
                Experiments.ROWS,
                Experiments.SEED,
                Experiments.LEARNER,
                Experiments.BUDGET,
                Experiments.ERROR,
                Experiments.TEST_ROWS,
                "created")
            .stream()
            .filter(row -> tables.release().runId().equals(row.get("run_id")))
            .toList();
    Set<Object> studies =
        proxies.stream().map(row -> row.get(Experiments.STUDY)).collect(Collectors.toSet());
    return new ReleaseFacts.Studies(
        proxies,
        !store.exists(Experiments.FITS)
            ? List.of()
            : store.lookup().latest(Experiments.FITS).stream()
                .filter(row -> studies.contains(row.get(Experiments.STUDY)))
                .toList());
  }
}
