package dev.winnow.jobs.why;

import static dev.winnow.schemas.Examples.CONTENT_SHA256;
import static dev.winnow.schemas.Scores.CLUSTER_ID;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.run.StageFacts;
import dev.winnow.jobs.tables.IdHints;
import dev.winnow.jobs.tables.SparkLookup;
import dev.winnow.jobs.tables.StoredLookup;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Embeddings;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.HeldOut;
import dev.winnow.schemas.Prototypes;
import dev.winnow.schemas.Quarantine;
import dev.winnow.schemas.Reason;
import dev.winnow.schemas.Scores;
import dev.winnow.schemas.TableSpec;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Reports the story of one row of a release, or of a run that has published nothing, from input to
 * decision, as the tables hold it.
 *
 * <p>Every table is read at the version of the release, and only the files that hold the row are
 * read; nothing is sorted. The quantiles of hardness take one pass over two columns of {@code
 * scores}. Memory does not grow with the rows.
 */
public final class RowStory {

  /** Most rows that are named of those dropped for a held-out row. */
  private static final int LEAKS_SHOWN = 3;

  private final TableLookup tables;
  private final String name;
  private final ReleaseCatalog catalog;
  private final ExplainedRun run;
  private final ReleaseCatalog.Release release;
  private final Ledger ledger;

  private RowStory(
      TableLookup tables, String name, ReleaseCatalog catalog, ExplainedRun run, Ledger ledger) {
    this.tables = tables;
    this.name = name;
    this.catalog = catalog;
    this.run = run;
    this.release = run.at();
    this.ledger = ledger;
  }

  /**
   * Reads the tables with Spark: about ten jobs, and one for each step of a chain of duplicates.
   *
   * @param runId null for the latest run of the recipe; unused with a release
   * @param release null for the newest release of the run
   * @throws Failure with {@link ExitCode#INPUT} when there is no such run or release
   */
  public static RowStory open(
      SparkSession spark, LoadedRecipe loaded, String runId, String release) {
    return open(new SparkLookup(Warehouse.tables(spark, loaded.recipe())), loaded, runId, release);
  }

  /**
   * Reads the tables in this JVM, on its own cores, without a Spark session.
   *
   * @param conf Hadoop settings, with those that the warehouse's file system needs
   * @param spark supplies a session if the log of a table is too old to be read without one
   * @param runId null for the latest run of the recipe; unused with a release
   * @param release null for the newest release of the run
   * @throws Failure with {@link ExitCode#INPUT} when there is no such run or release
   */
  public static RowStory open(
      Configuration conf,
      Supplier<SparkSession> spark,
      LoadedRecipe loaded,
      String runId,
      String release) {
    return open(
        new StoredLookup(
            Warehouse.stored(conf, loaded.recipe()),
            () -> new SparkLookup(Warehouse.tables(spark.get(), loaded.recipe()))),
        loaded,
        runId,
        release);
  }

  private static RowStory open(
      TableLookup tables, LoadedRecipe loaded, String runId, String release) {
    Ledger ledger = new Ledger(tables);
    ReleaseCatalog catalog = new ReleaseCatalog(tables);
    return new RowStory(
        tables,
        loaded.recipe().name(),
        catalog,
        ExplainedRun.find(ledger, catalog, loaded, runId, release),
        ledger);
  }

  /** Returns the name of the release; empty for a run that has published nothing. */
  public Optional<String> release() {
    return Optional.ofNullable(release.name());
  }

  /** Returns {@code WAREHOUSE/NAME}. */
  public String folder() {
    return tables.folder();
  }

  /**
   * Finds the rows that a text names: by file, or by the beginning or the end of an id or a file.
   * Costs a pass over ids and sources.
   *
   * @return the rows that fit best, at most 11
   */
  public List<TableLookup.Named> find(String text) {
    return new RowFinder(tables, release).find(text);
  }

  /** Returns the failure for a text that fits several rows, with a line for each of ten. */
  public Failure ambiguous(String text, List<TableLookup.Named> rows) {
    return RowFinder.ambiguous(text, run.described() + " of " + name, rows);
  }

  /** Returns a page for a browser that shows the row and its witness side by side. */
  public String page(RunReport report) {
    return new WhyPage(new RowWitness(tables, release)).html(report);
  }

  /** Returns the release, or the run that has published nothing, for messages. */
  public String subject() {
    return run.described();
  }

  /**
   * Returns the story of a row; empty when the release knows no such id.
   *
   * @param id of the row, or the id that a quarantined row claimed
   */
  public Optional<RunReport> report(String id) {
    Optional<Map<String, Object>> found =
        release.holds(Decisions.SPEC.name())
            ? find(Decisions.SPEC, id)
            : new UndecidedRow(tables, release).find(id);
    if (found.isEmpty()) {
      Optional<String> refused = claimedBy(id);
      return refused.isPresent() && !refused.get().equals(id)
          ? report(refused.get())
          : Optional.empty();
    }
    Map<String, Object> decision = found.get();
    Map<String, Object> story = new LinkedHashMap<>();
    story.put("name", name);
    story.put("release", release.name());
    story.put("run_id", release.runId());
    if (!run.isPublished()) {
      story.put("last_stage", run.last());
    }
    story.put("id", id);
    find(Examples.SPEC, id, RowInput.COLUMNS)
        .ifPresent(row -> story.put("input", RowInput.facts(row)));
    if (Reason.QUARANTINED.word().equals(decision.get(Decisions.REASON))) {
      find(Quarantine.SPEC, id)
          .ifPresent(row -> story.put("quarantine", facts(row, "id", CONTENT_SHA256)));
    }
    story.put("embeddings", embeddings(id));
    scores(id, story);
    Map<String, Object> decided = new RowDecision(ledger, release).facts(decision);
    story.put("decision", decided);
    new RowDuplicates(tables, release).add(decision, story);
    find(HeldOut.SPEC, id).ifPresent(row -> story.put("split", split(row)));
    if (release.holds(Decisions.SPEC.name())) {
      story.put("releases", new RowReleases(tables, catalog, ledger, release).list(decision));
    }
    decided.put("sentence", RowSentence.of(decided, story));
    return Optional.of(new RunReport(RowCard.text(story), story));
  }

  /**
   * Returns the failure for an id that the release does not know.
   *
   * @return a failure with {@link ExitCode#INPUT} that names the nearest ids
   */
  public Failure unknown(String id) {
    return new Failure(
        ExitCode.INPUT,
        "ID must be a row of "
            + run.described()
            + " of "
            + name
            + ", got "
            + id
            + IdHints.hint(
                id,
                tables,
                release.versions().get(Decisions.SPEC.name()),
                release.versions().get(Examples.SPEC.name()))
            + (run.unpublished() == null
                ? ""
                : "; run "
                    + run.unpublished()
                    + " is later and has published nothing, look in it with --run-id "
                    + run.unpublished()));
  }

  /** Finds the row of an id; the id is a key. */
  private Optional<Map<String, Object>> find(TableSpec table, String id, String... columns) {
    return where(table, "id", id, columns).stream().findFirst();
  }

  /** Finds rows; none in a table that the run has not written. */
  private List<Map<String, Object>> where(
      TableSpec table, String column, Object value, String... columns) {
    return release.holds(table.name())
        ? tables.where(table.name(), release.version(table.name()), column, value, columns)
        : List.of();
  }

  /** Returns the id of the quarantined row that claimed this id. */
  private Optional<String> claimedBy(String id) {
    return where(Quarantine.SPEC, "claimed_id", id, "id").stream()
        .map(row -> (String) row.get("id"))
        .min(Comparator.naturalOrder());
  }

  private List<Map<String, Object>> embeddings(String id) {
    return where(Embeddings.SPEC, "id", id, "encoder", "norm").stream()
        .sorted(Comparator.comparing(row -> (String) row.get("encoder")))
        .map(row -> facts(row))
        .toList();
  }

  private void scores(String id, Map<String, Object> story) {
    Optional<Map<String, Object>> found = find(Scores.SPEC, id);
    if (found.isEmpty()) {
      return;
    }
    int cluster = (Integer) found.get().get(CLUSTER_ID);
    TableLookup.Standing standing =
        tables.standing(
            release.version(Scores.SPEC.name()), (Double) found.get().get("hardness"), cluster);
    Map<String, Object> score = facts(found.get(), "id", CLUSTER_ID);
    score.put("scored", standing.rows());
    score.put("quantile", (double) standing.below() / standing.rows());
    score.put("quantile_in_cluster", (double) standing.belowInCluster() / standing.inCluster());
    Map<String, Object> place = new LinkedHashMap<>();
    place.put(CLUSTER_ID, cluster);
    place.put("scored", standing.inCluster());
    where(Prototypes.SPEC, CLUSTER_ID, cluster, "level", "size", "mean_distance").stream()
        .filter(row -> row.get("level").equals(0))
        .forEach(row -> place.putAll(facts(row, "level")));
    story.put("cluster", place);
    story.put("scores", score);
  }

  /** Returns the facts of a held-out row: the unit of the draw, and the rows dropped for it. */
  private Map<String, Object> split(Map<String, Object> heldOut) {
    Map<String, Object> split = new LinkedHashMap<>();
    ledger.finished().stream()
        .filter(entry -> entry.runId().equals(release.runId()))
        .map(entry -> entry.result().facts())
        .filter(facts -> facts instanceof StageFacts.Split)
        .reduce((earlier, later) -> later)
        .ifPresent(facts -> split.put("by", ((StageFacts.Split) facts).by()));
    split.putAll(facts(heldOut, "id"));
    String leaks = EvaluationLeaks.SPEC.name();
    if (release.holds(leaks)) {
      TableLookup.Matches dropped =
          tables.matches(
              leaks,
              release.version(leaks),
              EvaluationLeaks.EVALUATION_ID,
              (String) heldOut.get("id"),
              LEAKS_SHOWN);
      split.put("leaks", dropped.rows());
      split.put("examples", dropped.first());
    }
    return split;
  }

  /** Returns the values of a row that are not null, without some columns. */
  static Map<String, Object> facts(Map<String, Object> row, String... without) {
    Map<String, Object> facts = new LinkedHashMap<>(row);
    facts.values().removeIf(Objects::isNull);
    facts.keySet().removeAll(List.of(without));
    return facts;
  }
}
