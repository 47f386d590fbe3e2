package dev.winnow.jobs.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Runs;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Table {@code runs}: the finished stages of every run, with the tables that they read and wrote.
 * It is read once; later entries of this driver are added in memory, too. The lease keeps other
 * drivers from adding entries meanwhile.
 */
public final class Ledger {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One stage of one run. */
  public record Entry(
      String runId,
      String stage,
      String stageKey,
      String state,
      String recipeHash,
      String inputVersions,
      StageResult<?> result) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, String> recipes = new HashMap<>();

  public Ledger(TableLookup tables) {
    if (!tables.exists(Runs.SPEC)) {
      return;
    }
    List<Map<String, Object>> rows =
        new ArrayList<>(
            tables.latest(
                Runs.SPEC,
                "run_id",
                "stage",
                "stage_key",
                "state",
                "recipe_hash",
                "input_versions",
                "output_versions",
                "rows",
                "details",
                "recipe",
                "finished"));
    rows.sort(
        Comparator.comparing((Map<String, Object> row) -> (Timestamp) row.get("finished"))
            .thenComparing(row -> (String) row.get("run_id"))
            .thenComparing(row -> (String) row.get("stage")));
    for (Map<String, Object> row : rows) {
      entries.add(
          new Entry(
              (String) row.get("run_id"),
              (String) row.get("stage"),
              (String) row.get("stage_key"),
              (String) row.get("state"),
              (String) row.get("recipe_hash"),
              (String) row.get("input_versions"),
              new StageResult<>(
                  versions((String) row.get("output_versions")),
                  (Long) row.get("rows"),
                  FactsJson.read((String) row.get("stage"), (String) row.get("details")))));
      recipes.put((String) row.get("run_id"), (String) row.get("recipe"));
    }
  }

  /** Returns the finished stage of this run with this key. */
  public Optional<Entry> findOfRun(String runId, Stage stage, String stageKey) {
    return findOfRun(runId, stage.label(), stageKey);
  }

  /** Returns the finished step of this run with this key: a stage, or a cut. */
  public Optional<Entry> findOfRun(String runId, String stage, String stageKey) {
    return entries.stream()
        .filter(e -> e.runId().equals(runId) && e.stage().equals(stage))
        .filter(e -> e.stageKey().equals(stageKey) && !e.state().equals("failed"))
        .reduce((earlier, later) -> later);
  }

  /** Returns all finished steps, oldest first. */
  public List<Entry> finished() {
    return entries.stream().filter(e -> !e.state().equals("failed")).toList();
  }

  /**
   * Returns the effective recipe of a run with the origins of its values, as JSON; null for no such
   * run.
   */
  public String recipe(String runId) {
    return recipes.get(runId);
  }

  /** Returns the latest finished stage with this key, of any run. */
  public Optional<Entry> findOfAnyRun(Stage stage, String stageKey) {
    return entries.stream()
        .filter(e -> e.stage().equals(stage.label()))
        .filter(e -> e.stageKey().equals(stageKey) && e.state().equals("done"))
        .reduce((earlier, later) -> later);
  }

  /** Returns the first entry of a stage of this run; it names the run's recipe and input. */
  public Optional<Entry> findFirst(String runId, Stage stage) {
    return entries.stream()
        .filter(e -> e.runId().equals(runId) && e.stage().equals(stage.label()))
        .findFirst();
  }

  /** Appends an entry; at most once per run, stage, key and state. */
  public void add(
      TableStore store, Entry entry, String recipe, String codeVersion, double seconds) {
    Row row =
        RowFactory.create(
            entry.runId(),
            entry.stage(),
            entry.stageKey(),
            entry.state(),
            recipe,
            entry.recipeHash(),
            codeVersion,
            entry.inputVersions(),
            write(entry.result().versions()),
            entry.result().rows(),
            write(FactsJson.write(entry.result().facts())),
            null,
            seconds,
            Timestamp.from(Instant.now()));
    store.append(
        Runs.SPEC,
        List.of(row),
        "runs/" + entry.runId() + "/" + entry.stage() + "/" + entry.stageKey());
    entries.add(entry);
    recipes.put(entry.runId(), recipe);
  }

  public static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + value, e);
    }
  }

  /** Returns facts as the ledger writes them, as values of the JDK, for reports and properties. */
  public static Map<String, Object> details(StageFacts facts) {
    return FactsJson.map(facts);
  }

  private static Map<String, Long> versions(String json) {
    try {
      return JSON.readValue(json, new TypeReference<Map<String, Long>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the runs table holds text that is not JSON: " + json, e);
    }
  }
}
