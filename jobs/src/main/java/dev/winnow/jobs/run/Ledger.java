package dev.winnow.jobs.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Runs;
import dev.winnow.transforms.text.Printable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Table {@code runs}: the finished stages of every run, with the tables that they read and wrote.
 * It is read once; later entries of this driver are added in memory, too. The lease keeps other
 * drivers from adding entries meanwhile.
 *
 * <p>A row that this version cannot read, such as one of a later version of Winnow, is passed over
 * with a warning in the log. Only the run that it belongs to counts its stage as not done.
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

  /**
   * Wall time of a step.
   *
   * @param predicted seconds that were foretold when it began; null for none
   * @param measured seconds that it took
   */
  public record Seconds(Double predicted, double measured) {}

  /**
   * A row that can't be read.
   *
   * @param place number of readable entries before it, in the order of time
   */
  private record Unreadable(
      String runId, String stage, String recipeHash, String reason, int place) {

    @Override
    public String toString() {
      return Printable.of("stage " + stage + " of run " + runId + " (" + reason + ")");
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

  private final List<Entry> entries = new ArrayList<>();
  private final List<Unreadable> unreadable = new ArrayList<>();
  private final Map<String, String> recipes = new HashMap<>();
  private final Map<Entry, Double> seconds = new IdentityHashMap<>();

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
                "measured_seconds",
                "finished"));
    rows.sort(
        Comparator.comparing(
                (Map<String, Object> row) -> (Timestamp) row.get("finished"),
                Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(row -> String.valueOf(row.get("run_id")))
            .thenComparing(row -> String.valueOf(row.get("stage"))));
    rows.forEach(this::read);
    if (!unreadable.isEmpty()) {
      LOG.warn(
          "table runs in {} has {} rows that can't be read; they are passed over: {}",
          tables.folder(),
          unreadable.size(),
          unreadable);
    }
  }

  private void read(Map<String, Object> row) {
    String runId = (String) row.get("run_id");
    String stage = (String) row.get("stage");
    try {
      Long count = (Long) row.get("rows");
      if (runId == null || stage == null || row.get("stage_key") == null || count == null) {
        throw new IllegalStateException("run_id, stage, stage_key or rows is null");
      }
      Entry entry =
          new Entry(
              runId,
              stage,
              (String) row.get("stage_key"),
              String.valueOf(row.get("state")),
              String.valueOf(row.get("recipe_hash")),
              (String) row.get("input_versions"),
              new StageResult<>(
                  versions(String.valueOf(row.get("output_versions"))),
                  count,
                  FactsJson.read(stage, (String) row.get("details"))));
      entries.add(entry);
      if (row.get("measured_seconds") instanceof Double measured) {
        seconds.put(entry, measured);
      }
      recipes.put(runId, (String) row.get("recipe"));
    } catch (RuntimeException e) {
      // Text that another program wrote can break any of these steps in its own way.
      unreadable.add(
          new Unreadable(
              runId, stage, (String) row.get("recipe_hash"), e.getMessage(), entries.size()));
    }
  }

  /**
   * Fails if a stage of a run has a row that can't be read, and none after it that can.
   *
   * @throws Failure with {@link ExitCode#DATA}
   */
  void requireReadable(String runId) {
    require(unreadable.stream().filter(row -> runId.equals(row.runId())).toList());
  }

  /**
   * Fails if a run of this recipe has a row that can't be read, and no row after it that can.
   *
   * @throws Failure with {@link ExitCode#DATA}
   */
  void requireReadableRecipe(String recipeHash) {
    require(unreadable.stream().filter(row -> recipeHash.equals(row.recipeHash())).toList());
  }

  private void require(List<Unreadable> rows) {
    for (Unreadable row : rows) {
      boolean repeated =
          entries.subList(row.place(), entries.size()).stream()
              .anyMatch(e -> e.runId().equals(row.runId()) && e.stage().equals(row.stage()));
      if (!repeated) {
        throw new Failure(
            ExitCode.DATA,
            "table runs must have a readable row for each stage of the run, but can't read that of "
                + row
                + "; start `winnow run` again, which repeats the stage");
      }
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

  /** Returns the seconds that a finished step took; 0 if they are unknown. */
  public double seconds(Entry entry) {
    return seconds.getOrDefault(entry, 0.0);
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

  /**
   * Appends an entry, which {@link #findOfRun} has not found with these versions. A stage that was
   * repeated has a second row, whose versions hold from then on.
   */
  public void add(
      TableStore store, Entry entry, String recipe, String codeVersion, Seconds seconds) {
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
            seconds.predicted(),
            seconds.measured(),
            Timestamp.from(Instant.now()));
    store.append(
        Runs.SPEC,
        List.of(row),
        String.join(
            "/",
            Runs.SPEC.name(),
            entry.runId(),
            entry.stage(),
            entry.stageKey(),
            "after-" + store.latest(Runs.SPEC)));
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
