package dev.winnow.jobs.stage.prune;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Duplicates.COSINE_SIMILARITY;
import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static dev.winnow.schemas.Scores.COSINE_DIST_TO_CENT;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.jobs.recipe.Balance;
import dev.winnow.jobs.recipe.Control;
import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.release.BalanceClasses;
import dev.winnow.jobs.release.CuratedTable;
import dev.winnow.jobs.release.DecidedRows;
import dev.winnow.jobs.release.ReleaseLaws;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.PruneFacts;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.StageRunner;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Controls;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.HeldOut;
import dev.winnow.schemas.Inputs;
import dev.winnow.schemas.Orders;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.check.DecisionTotals;
import dev.winnow.transforms.select.ClassFloor;
import dev.winnow.transforms.select.RandomControl;
import dev.winnow.transforms.select.RankedSums;
import dev.winnow.transforms.select.Selection;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.Ranking;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Ranks the scored examples, cuts, and writes a decision for every input row. The decisions lie in
 * a staging folder until the laws hold for them.
 */
public final class PruneStage implements StageRunner {

  private final RunContext run;
  private final Prune prune;
  private final KeepCount count;

  public PruneStage(RunContext run) {
    this.run = run;
    this.prune = run.recipe().prune();
    this.count = run.recipe().keepCount();
  }

  @Override
  public StageResult<PruneFacts> execute(String key, Done done) {
    Balance balance = prune == null ? null : prune.balance();
    BalanceClasses classes =
        balance == null
            ? null
            : new BalanceClasses(
                run.tables(), balance.by(), done.ingest().version(Examples.SPEC.name()));
    ClassFloor floor =
        balance == null
            ? null
            : new ClassFloor(BalanceClasses.COLUMN, balance.floor(), balance.form());
    Policy policy = PrunePolicy.build(prune, new PrototypeGeometry(run, done));
    Selection selection =
        new Selection(
            policy,
            count,
            floor,
            prune == null ? BigDecimal.ZERO : prune.explorationFraction(),
            run.recipe().seed());
    run.progress().step("ranking " + Texts.count(done.scores().rows()) + " rows", 0);
    Dataset<Row> scores =
        RankedSums.withLengths(
            done.dropped().remaining(run.tables(), scored(done)),
            run.tables().read(Examples.SPEC, done.ingest().version(Examples.SPEC.name())));
    Dataset<Row> toRank = classes == null ? scores : classes.withClasses(scores);
    try (Staging staging = run.staging(Stage.PRUNE.label())) {
      staging.keepCheckpoints();
      Ranking ranking = selection.rank(toRank);
      DecidedRows decided =
          DecidedRows.count(
              staging.store(
                  Decisions.SPEC.name(),
                  decided(ranking, done).unionByName(DroppedDecisions.of(run, done))));
      DecisionTotals totals = decided.totals();
      warnOfTooFew(totals.ranked());
      Dataset<Row> withRank = decided.decisions().where(col(KEEP_RANK).isNotNull());
      PruneFacts facts =
          new PruneFacts(
              new TreeMap<>(ranking.figures()),
              totals.reasons(),
              totals.kept(),
              count.share(),
              count.rows(),
              RankingCheck.check(
                  floor == null ? withRank : classes.withClasses(withRank),
                  totals.ranked(),
                  totals.kept(),
                  floor));
      requireLaws(done, decided, facts.keepCount());
      Map<String, Long> versions = commit(key, decided, withRank);
      if (prune != null && prune.orders() != null) {
        OrdersTable orders = new OrdersTable(run, prune, floor, new PrototypeGeometry(run, done));
        versions.put(Orders.SPEC.name(), orders.write(key, toRank, staging));
      }
      return new StageResult<>(versions, totals.rows(), facts);
    }
  }

  /** Checks the laws of a release of these decisions, before anything of it can be seen. */
  private void requireLaws(Done done, DecidedRows decided, KeepCount keep) {
    run.progress().step("checking the laws", 0);
    Dataset<Row> examples =
        run.tables().read(Examples.SPEC, done.ingest().version(Examples.SPEC.name()));
    Long duplicates = done.dropped().duplicates();
    Long heldOut = done.dropped().heldOut();
    Long inputs = done.versions().get(Inputs.SPEC.name());
    ReleaseLaws.require(
        "run " + run.runId(),
        decided,
        CuratedTable.rows(examples, decided.decisions()),
        duplicates == null ? null : run.tables().read(Duplicates.SPEC, duplicates),
        done.ingest().facts(),
        inputs == null ? null : run.tables().read(Inputs.SPEC, inputs),
        heldOut == null ? null : run.tables().read(HeldOut.SPEC, heldOut),
        keep);
  }

  private Map<String, Long> commit(String key, DecidedRows decided, Dataset<Row> withRank) {
    Map<String, Long> versions = new LinkedHashMap<>();
    versions.put(
        Decisions.SPEC.name(),
        run.write(Stage.PRUNE, key, Decisions.SPEC, decided.decisions(), properties()));
    if (prune != null && prune.control() == Control.RANDOM) {
      Dataset<Row> control =
          RandomControl.draw(withRank, decided.totals().kept(), run.recipe().seed());
      versions.put(
          Controls.SPEC.name(), run.write(Stage.PRUNE, key, Controls.SPEC, control, Map.of()));
    }
    return versions;
  }

  /** Returns the rows to rank: id, cluster, distance to the prototype, and the metric as score. */
  private Dataset<Row> scored(Done done) {
    return run.tables()
        .read(Scores.SPEC, done.scores().version(Scores.SPEC.name()))
        .select(
            col("id"),
            col(CLUSTER_ID),
            col(COSINE_DIST_TO_CENT).as(Policy.DISTANCE),
            col(Scores.HARDNESS).as(Decisions.SCORE));
  }

  /** Returns the ranked rows with the columns of table decisions. */
  private Dataset<Row> decided(Ranking ranking, Done done) {
    return RankedSums.add(ranking.rows(), done.remainingRows())
        .withColumn("stage", lit(Stage.PRUNE.label()))
        .withColumn("metric", lit(run.metric()))
        .withColumn(DUPLICATE_OF, lit(null).cast("string"))
        .withColumn(REPRESENTATIVE, lit(null).cast("string"))
        .withColumn(COSINE_SIMILARITY, lit(null).cast("double"))
        .withColumn(Decisions.SPLIT, lit(Decisions.TRAIN))
        .select(Columns.of(Decisions.SPEC));
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("winnow.metric", run.metric());
    properties.put("winnow.keep", prune == null ? "all" : prune.keep().word());
    if (count.share() != null) {
      properties.put("winnow.keep_fraction", count.share().toPlainString());
    } else {
      properties.put("winnow.target_rows", count.rows().toString());
    }
    return properties;
  }

  private void warnOfTooFew(long ranked) {
    if (count.rows() != null && count.rows() > ranked) {
      run.warn(
          "prune.target_rows asks for "
              + Texts.count(count.rows())
              + " rows, but only "
              + Texts.count(ranked)
              + " are ranked; all of them are kept");
    }
  }
}
