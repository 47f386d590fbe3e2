package dev.winnow.jobs.keep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.schemas.Runs;
import dev.winnow.transforms.text.Printable;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finished stages of all runs of a folder of tables, as table {@code runs} lists them, the oldest
 * first. Unlike the ledger it reads no facts of a stage, so that rows of any version of Winnow
 * count.
 */
final class StoredRuns {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A finished stage.
   *
   * @param outputs tables written, with their versions, as JSON
   */
  record Step(String runId, String stage, String recipeHash, String outputs, Timestamp finished) {

    /**
     * Returns the versions of the tables written.
     *
     * @throws Failure with {@link ExitCode#DATA} for text that is not JSON
     */
    Map<String, Long> versions() {
      try {
        return JSON.readValue(outputs, new TypeReference<Map<String, Long>>() {});
      } catch (JsonProcessingException e) {
        throw new Failure(
            ExitCode.DATA,
            "table runs must list the versions that each stage wrote as JSON, got "
                + Printable.of(outputs)
                + " for stage "
                + Printable.of(stage)
                + " of run "
                + Printable.of(runId)
                + "; no file is deleted",
            e);
      }
    }
  }

  private StoredRuns() {}

  /** Reads the table once; none if there is no such table. */
  static List<Step> read(TableLookup tables) {
    if (!tables.exists(Runs.SPEC)) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    for (Map<String, Object> row :
        tables.latest(
            Runs.SPEC, "run_id", "stage", "state", "recipe_hash", "output_versions", "finished")) {
      if (!"failed".equals(row.get("state"))) {
        steps.add(
            new Step(
                String.valueOf(row.get("run_id")),
                String.valueOf(row.get("stage")),
                String.valueOf(row.get("recipe_hash")),
                String.valueOf(row.get("output_versions")),
                (Timestamp) row.get("finished")));
      }
    }
    steps.sort(
        Comparator.comparing(Step::finished, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Step::runId)
            .thenComparing(Step::stage));
    return steps;
  }

  /** Groups steps by run; the runs in the order of their last step. */
  static Map<String, List<Step>> byRun(List<Step> steps) {
    Map<String, List<Step>> runs = new LinkedHashMap<>();
    for (Step step : steps) {
      List<Step> of = runs.remove(step.runId());
      List<Step> more = of == null ? new ArrayList<>() : of;
      more.add(step);
      runs.put(step.runId(), more);
    }
    return runs;
  }
}
