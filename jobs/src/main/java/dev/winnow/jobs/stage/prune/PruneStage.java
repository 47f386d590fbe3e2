package dev.winnow.jobs.stage.prune;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Duplicates.COSINE_SIMILARITY;
import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static dev.winnow.schemas.Scores.COSINE_DIST_TO_CENT;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.jobs.recipe.Balance;
import dev.winnow.jobs.recipe.Control;
import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.release.BalanceClasses;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.Survivors;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Controls;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Reason;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.select.ClassFloor;
import dev.winnow.transforms.select.RandomControl;
import dev.winnow.transforms.select.Selection;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.Ranking;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Ranks the scored examples, cuts, and writes a decision for every input row. */
public final class PruneStage {

  private final RunContext run;

  public PruneStage(RunContext run) {
    this.run = run;
  }

  public StageResult execute(
      String key, StageResult ingest, StageResult embed, StageResult cluster, StageResult score) {
    Prune prune = run.recipe().prune();
    KeepCount count = prune == null ? KeepCount.share(BigDecimal.ONE) : prune.count();
    Balance balance = prune == null ? null : prune.balance();
    BalanceClasses classes =
        balance == null
            ? null
            : new BalanceClasses(run.tables(), balance.by(), ingest.version(Examples.SPEC.name()));
    ClassFloor floor =
        balance == null
            ? null
            : new ClassFloor(BalanceClasses.COLUMN, balance.floor(), balance.form());
    Policy policy = PrunePolicy.build(prune, new PrototypeGeometry(run, embed, cluster));
    Selection selection =
        new Selection(
            policy,
            count,
            floor,
            prune == null ? BigDecimal.ZERO : prune.explorationFraction(),
            run.recipe().seed());
    run.progress().step("ranking " + Texts.count(score.rows()) + " rows", 0);
    Dataset<Row> scores = Survivors.among(scored(score), run, embed);
    Ranking ranking = selection.rank(classes == null ? scores : classes.added(scores));
    Dataset<Row> decided =
        ranking
            .rows()
            .withColumn("stage", lit(Stage.PRUNE.label()))
            .withColumn("metric", lit(run.metric()))
            .withColumn(DUPLICATE_OF, lit(null).cast("string"))
            .withColumn(REPRESENTATIVE, lit(null).cast("string"))
            .withColumn(COSINE_SIMILARITY, lit(null).cast("double"));
    Dataset<Row> decisions =
        decided.select(Columns.of(Decisions.SPEC)).unionByName(DroppedDecisions.of(run, embed));
    Map<String, Object> size = new LinkedHashMap<>();
    if (count.share() != null) {
      size.put("keep_fraction", count.share());
    } else {
      size.put("target_rows", count.rows());
    }
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("winnow.metric", run.metric());
    properties.put(
        "winnow.keep", prune == null ? "all" : prune.keep().name().toLowerCase(Locale.ROOT));
    size.forEach(
        (name, value) ->
            properties.put(
                "winnow." + name,
                value instanceof BigDecimal share ? share.toPlainString() : value.toString()));
    long version =
        run.tables()
            .overwrite(
                Decisions.SPEC,
                decisions,
                run.writeKey(Stage.PRUNE, key, Decisions.SPEC.name()),
                run.properties(properties));

    Dataset<Row> written = run.tables().read(Decisions.SPEC, version);
    Map<String, Long> reasons = new TreeMap<>();
    long rows = 0;
    for (Row row : written.groupBy("reason").agg(count(lit(1))).collectAsList()) {
      reasons.put(row.getString(0), row.getLong(1));
      rows += row.getLong(1);
    }
    long kept = reasons.getOrDefault(Reason.KEPT.word(), 0L);
    Dataset<Row> ranked = written.where(col(KEEP_RANK).isNotNull());
    long n =
        reasons.entrySet().stream()
            .filter(e -> Reason.of(e.getKey()).isRanked())
            .mapToLong(Map.Entry::getValue)
            .sum();
    if (count.rows() != null && count.rows() > n) {
      run.warn(
          "prune.target_rows asks for "
              + Texts.count(count.rows())
              + " rows, there are "
              + Texts.count(n)
              + ": all are kept");
    }
    Map<String, Object> details = new LinkedHashMap<>(ranking.details());
    details.put("reasons", reasons);
    details.put(Decisions.KEPT, kept);
    details.putAll(size);
    details.put(
        "certificate",
        RankingCheck.check(floor == null ? ranked : classes.added(ranked), n, kept, floor));
    Map<String, Long> versions = new LinkedHashMap<>();
    versions.put(Decisions.SPEC.name(), version);
    if (prune != null && prune.control() == Control.RANDOM) {
      versions.put(Controls.SPEC.name(), control(key, ranked, kept));
    }
    return new StageResult(versions, rows, details);
  }

  /** The rows to rank: id, cluster, distance to the prototype, and the metric as the score. */
  private Dataset<Row> scored(StageResult score) {
    return run.tables()
        .read(Scores.SPEC, score.version(Scores.SPEC.name()))
        .select(
            col("id"),
            col(CLUSTER_ID),
            col(COSINE_DIST_TO_CENT).as(Policy.DISTANCE),
            col(Scores.HARDNESS).as(Decisions.SCORE));
  }

  private long control(String key, Dataset<Row> ranked, long kept) {
    return run.tables()
        .overwrite(
            Controls.SPEC,
            RandomControl.draw(ranked, kept, run.recipe().seed()),
            run.writeKey(Stage.PRUNE, key, Controls.SPEC.name()),
            run.properties(Map.of()));
  }

  /** How many rows a finished stage was to keep. */
  public static KeepCount keepCount(StageResult prune) {
    return prune.details().get("target_rows") instanceof Number rows
        ? KeepCount.rows(rows.longValue())
        : KeepCount.share(new BigDecimal(String.valueOf(prune.details().get("keep_fraction"))));
  }
}
