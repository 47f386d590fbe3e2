package dev.winnow.jobs.plan;

import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.schemas.Runs;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measured seconds of the stages of earlier runs, by their number of input rows. */
final class History {

  /** A stage that ran: rows of the run's ingest, and seconds. */
  record Measured(long rows, double seconds) {}

  private final Map<Stage, List<Measured>> stages = new EnumMap<>(Stage.class);

  /** Reads the rows of {@code runs} that are not taken over from other runs. */
  static History of(TableLookup tables) {
    History history = new History();
    if (!tables.exists(Runs.SPEC)) {
      return history;
    }
    List<Map<String, Object>> rows =
        new ArrayList<>(
            tables.latest(
                Runs.SPEC, "run_id", "stage", "state", "rows", "measured_seconds", "finished"));
    rows.sort(
        Comparator.comparing(
            row -> (Timestamp) row.get("finished"),
            Comparator.nullsFirst(Comparator.naturalOrder())));
    Map<Object, Long> ofRun = new java.util.HashMap<>();
    for (Map<String, Object> row : rows) {
      if (Stage.INGEST.label().equals(row.get("stage")) && row.get("rows") instanceof Long count) {
        ofRun.put(row.get("run_id"), count);
      }
    }
    for (Map<String, Object> row : rows) {
      Long count = ofRun.get(row.get("run_id"));
      if (count != null && "done".equals(row.get("state"))) {
        for (Stage stage : Stage.values()) {
          if (stage.label().equals(row.get("stage"))
              && row.get("measured_seconds") instanceof Double seconds) {
            history.add(stage, new Measured(count, seconds));
          }
        }
      }
    }
    return history;
  }

  void add(Stage stage, Measured measured) {
    stages.computeIfAbsent(stage, key -> new ArrayList<>()).add(measured);
  }

  /** Returns the latest measurement of a stage. */
  Optional<Measured> latest(Stage stage) {
    List<Measured> all = stages.getOrDefault(stage, List.of());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }
}
