package dev.winnow.jobs.report.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.recipe.Experiment;
import dev.winnow.jobs.run.CutFacts;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Experiments;
import dev.winnow.schemas.Runs;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * History of the run of a release: its recipe, the times of its stages, the cut that made the
 * release, and its experiments. Starts no Spark job where the logs name the files.
 */
final class RunHistory {

  private static final String STAGE = "stage";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReleaseTables tables;
  private final Ledger ledger;

  RunHistory(ReleaseTables tables, Ledger ledger) {
    this.tables = tables;
    this.ledger = ledger;
  }

  /**
   * Returns the effective recipe with the origins of its values, as JSON: that of the last stage
   * before the release.
   */
  String recipe() {
    return rows().stream()
        .filter(row -> !CutFacts.STEP.equals(row.get(STAGE)))
        .map(row -> (String) row.get("recipe"))
        .reduce((earlier, later) -> later)
        .orElseGet(() -> ledger.recipe(tables.release().runId()));
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

  /** Returns the stages that led to the release, in the order of their ends. */
  List<StageTime> times() {
    Map<String, StageTime> last = new LinkedHashMap<>();
    for (Map<String, Object> row : rows()) {
      String stage = (String) row.get(STAGE);
      last.remove(stage);
      last.put(
          stage,
          new StageTime(
              stage,
              (String) row.get("state"),
              (Long) row.get("rows"),
              (Double) row.get("predicted_seconds"),
              (Double) row.get("measured_seconds"),
              (String) row.get("code_version")));
    }
    return List.copyOf(last.values());
  }

  /** Returns the rows of the run, oldest first, without those that published other releases. */
  private List<Map<String, Object>> rows() {
    return tables
        .store()
        .lookup()
        .latest(
            Runs.SPEC,
            "run_id",
            STAGE,
            "state",
            "rows",
            "details",
            "recipe",
            "predicted_seconds",
            "measured_seconds",
            "code_version",
            "finished")
        .stream()
        .filter(row -> tables.release().runId().equals(row.get("run_id")))
        .filter(row -> !"failed".equals(row.get("state")))
        .filter(this::ledHere)
        .sorted(
            Comparator.comparing((Map<String, Object> row) -> (Timestamp) row.get("finished"))
                .thenComparing(row -> (String) row.get(STAGE)))
        .toList();
  }

  private boolean ledHere(Map<String, Object> row) {
    if (!Set.of(Stage.PUBLISH.label(), CutFacts.STEP).contains(row.get(STAGE))) {
      return true;
    }
    try {
      String release = JSON.readTree((String) row.get("details")).path("release").asText();
      return tables.release().name().equals(release);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("table runs holds details that are not JSON", e);
    }
  }

  /**
   * Returns the studies of the run.
   *
   * @param settings section experiment of the recipe as it is now
   */
  ReleaseFacts.Studies studies(Experiment settings) {
    TableStore store = tables.store();
    if (!store.exists(Experiments.SPEC)) {
      return new ReleaseFacts.Studies(settings, List.of(), List.of());
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
                Experiments.FLOPS,
                Experiments.SECONDS,
                Experiments.TEST_ROWS,
                Experiments.WRONG_ROWS,
                "created")
            .stream()
            .filter(row -> tables.release().runId().equals(row.get("run_id")))
            .toList();
    Set<Object> studies =
        proxies.stream().map(row -> row.get(Experiments.STUDY)).collect(Collectors.toSet());
    return new ReleaseFacts.Studies(
        settings,
        proxies,
        !store.exists(Experiments.FITS)
            ? List.of()
            : store.lookup().latest(Experiments.FITS).stream()
                .filter(row -> studies.contains(row.get(Experiments.STUDY)))
                .toList());
  }
}
