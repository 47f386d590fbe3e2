package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.ExitCode;
import dev.winnow.jobs.Failure;
import dev.winnow.jobs.delta.TableStore;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Embeddings;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Prototypes;
import dev.winnow.schemas.Quarantine;
import dev.winnow.schemas.Scores;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The whole story of one row of a release, from input to decision, read from the tables.
 *
 * <p>Every table is filtered by the id and read at the release's version; nothing is sorted. The
 * quantiles of hardness take one pass over two columns of {@code scores}. Some ten small Spark
 * jobs, and one for each step of a chain of duplicates. Driver memory does not grow with the rows.
 */
public final class RowStory {

  /** Characters of a text that are told. */
  private static final int CHARACTERS = 240;

  private static final String[] INPUT = {
    "source", "modality", "label", "width", "height", "text", "content_sha256"
  };

  private final TableStore tables;
  private final String name;
  private final Published published;
  private final Published.Release release;
  private final Ledger ledger;

  private RowStory(
      TableStore tables,
      String name,
      Published published,
      Published.Release release,
      Ledger ledger) {
    this.tables = tables;
    this.name = name;
    this.published = published;
    this.release = release;
    this.ledger = ledger;
  }

  /**
   * @param runId null for the latest run of the recipe; unused with a release
   * @param release null for the newest release of the run
   * @throws Failure with {@link ExitCode#INPUT} when there is no such run or release
   */
  public static RowStory of(SparkSession spark, LoadedRecipe loaded, String runId, String release) {
    TableStore tables = Folders.tables(spark, loaded.recipe());
    Ledger ledger = new Ledger(spark, tables);
    Published published = new Published(tables);
    return new RowStory(
        tables,
        loaded.recipe().name(),
        published,
        published.meant(ledger, loaded, runId, release),
        ledger);
  }

  /** Name of the release that is told about. */
  public String release() {
    return release.name();
  }

  /**
   * The story of a row; empty when the release knows no such id.
   *
   * @param id of the row, or the id that a quarantined row claimed
   */
  public Optional<RunReport> tell(String id) {
    Optional<Row> found = one(release.read(tables, Decisions.SPEC), id);
    if (found.isEmpty()) {
      Optional<String> refused = claimedBy(id);
      return refused.isPresent() && !refused.get().equals(id)
          ? tell(refused.get())
          : Optional.empty();
    }
    Row decision = found.get();
    Map<String, Object> story = new LinkedHashMap<>();
    story.put("name", name);
    story.put("release", release.name());
    story.put("run_id", release.runId());
    story.put("id", id);
    one(release.read(tables, Examples.SPEC).select("id", INPUT), id)
        .ifPresent(row -> story.put("input", input(row)));
    if (decision.<String>getAs("reason").equals("quarantined")) {
      one(release.read(tables, Quarantine.SPEC), id)
          .ifPresent(row -> story.put("quarantine", facts(row, "id", "content_sha256")));
    }
    story.put("embeddings", embeddings(id));
    scores(id, story);
    Map<String, Object> decided = decision(decision);
    story.put("decision", decided);
    new RowDuplicates(tables, release).add(decision, story);
    story.put("releases", releases(decision));
    decided.put("sentence", RowSentence.of(decided, story));
    return Optional.of(new RunReport(RowCard.text(story), story));
  }

  /**
   * What to say of an id that no release knows.
   *
   * @return a failure with {@link ExitCode#INPUT} that names the nearest ids
   */
  public Failure unknown(String id) {
    return new Failure(
        ExitCode.INPUT,
        "ID must be a row of release "
            + release.name()
            + " of "
            + name
            + ", got "
            + id
            + NearestIds.hint(
                id, release.read(tables, Decisions.SPEC), release.read(tables, Examples.SPEC)));
  }

  private static Optional<Row> one(Dataset<Row> table, String id) {
    // An id is there once; a limit would look at one part of the table after the other.
    return table.where(col("id").equalTo(id)).collectAsList().stream().findFirst();
  }

  /** The id of the quarantined row that claimed this id. */
  private Optional<String> claimedBy(String id) {
    return release
        .read(tables, Quarantine.SPEC)
        .where(col("claimed_id").equalTo(id))
        .select("id")
        .takeAsList(1)
        .stream()
        .map(row -> row.getString(0))
        .findFirst();
  }

  private static Map<String, Object> input(Row example) {
    Map<String, Object> input = new LinkedHashMap<>();
    for (String column : new String[] {"source", "modality", "label", "width", "height"}) {
      if (example.getAs(column) != null) {
        input.put(column, example.getAs(column));
      }
    }
    String text = example.getAs("text");
    if (text != null) {
      input.put("characters", text.codePointCount(0, text.length()));
      input.put("text", beginning(text));
    }
    input.put("content_sha256", example.getAs("content_sha256"));
    return input;
  }

  private static String beginning(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.codePointCount(0, line.length()) <= CHARACTERS
        ? line
        : line.substring(0, line.offsetByCodePoints(0, CHARACTERS)) + "...";
  }

  private List<Map<String, Object>> embeddings(String id) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Row row :
        release
            .read(tables, Embeddings.SPEC)
            .where(col("id").equalTo(id))
            .select("encoder", "norm")
            .orderBy("encoder")
            .collectAsList()) {
      all.add(facts(row));
    }
    return all;
  }

  private void scores(String id, Map<String, Object> story) {
    Dataset<Row> scores = release.read(tables, Scores.SPEC);
    Optional<Row> found = one(scores, id);
    if (found.isEmpty()) {
      return;
    }
    int cluster = found.get().<Integer>getAs("cluster_id");
    double hardness = found.get().<Double>getAs("hardness");
    Column below = col("hardness").leq(hardness);
    Column inside = col("cluster_id").equalTo(cluster);
    Row counts =
        scores
            .agg(
                count(lit(1)),
                count(when(below, 1)),
                count(when(inside, 1)),
                count(when(below.and(inside), 1)))
            .first();
    Map<String, Object> score = facts(found.get(), "id", "cluster_id");
    score.put("scored", counts.getLong(0));
    score.put("quantile", (double) counts.getLong(1) / counts.getLong(0));
    score.put("quantile_in_cluster", (double) counts.getLong(3) / counts.getLong(2));
    Map<String, Object> of = new LinkedHashMap<>();
    of.put("cluster_id", cluster);
    of.put("scored", counts.getLong(2));
    for (Row row :
        release
            .read(tables, Prototypes.SPEC)
            .where(col("cluster_id").equalTo(cluster).and(col("level").equalTo(0)))
            .select("size", "mean_distance")
            .takeAsList(1)) {
      of.putAll(facts(row));
    }
    story.put("cluster", of);
    story.put("scores", score);
  }

  private Map<String, Object> decision(Row decision) {
    Map<String, Object> decided = facts(decision, "id", "cluster_id");
    if (decision.getAs("keep_rank") != null) {
      long rank = decision.<Long>getAs("keep_rank");
      // The quantile is rank / n, rounded once; n is the whole number that gives it.
      long ranked = Math.round(rank / decision.<Double>getAs("keep_quantile"));
      decided.put("ranked", ranked);
      decided.put("kept_rows", release.kept());
      decided.put("smallest_keep_fraction", smallestFraction(rank, ranked));
      decided.put("keep", keepWord());
    }
    return decided;
  }

  /** The policy of the release: that of its cut, or of its run. */
  private String keepWord() {
    String recipe = ledger.recipe(release.runId());
    return cut()
        .map(details -> String.valueOf(details.get("keep")))
        .orElse(recipe == null ? "hard" : FinishedRun.keepWord(recipe));
  }

  private Optional<Map<String, Object>> cut() {
    return ledger.finished().stream()
        .filter(e -> e.stage().equals(Cut.STEP) && e.runId().equals(release.runId()))
        .map(e -> e.result().details())
        .filter(details -> release.name().equals(details.get("release")))
        .reduce((earlier, later) -> later);
  }

  /** The least share f, in millionths, with floor(f n + 0.5) at or above the rank. */
  static BigDecimal smallestFraction(long rank, long ranked) {
    return BigDecimal.valueOf(2 * rank - 1)
        .divide(BigDecimal.valueOf(2 * ranked), 6, RoundingMode.CEILING)
        .stripTrailingZeros();
  }

  private List<Map<String, Object>> releases(Row decision) {
    return new RowReleases(tables, published, ledger, release).of(decision);
  }

  /** The columns of a row that are not null, without some. */
  static Map<String, Object> facts(Row row, String... without) {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (String column : row.schema().fieldNames()) {
      if (row.getAs(column) != null && !List.of(without).contains(column)) {
        facts.put(column, row.getAs(column));
      }
    }
    return facts;
  }
}
