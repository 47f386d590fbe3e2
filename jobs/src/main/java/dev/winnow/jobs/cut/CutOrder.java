package dev.winnow.jobs.cut;

import static dev.winnow.schemas.Decisions.KEEP_QUANTILE;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.release.BalanceClasses;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.schemas.Decisions;
import dev.winnow.transforms.select.BalanceForm;
import dev.winnow.transforms.select.ClassFloor;
import dev.winnow.transforms.select.FlooredPrefix;
import dev.winnow.transforms.select.Selection;
import dev.winnow.transforms.select.order.Keep;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.policy.KeepEasy;
import dev.winnow.transforms.select.policy.KeepHard;
import dev.winnow.transforms.select.policy.KeepMiddle;
import dev.winnow.transforms.select.policy.KeepRandom;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Decisions of another size or another order, from those that a run has stored. Rows that were not
 * ranked keep their decision as it is.
 *
 * @param keep end of the order that survives
 * @param floor share of the balance floor; 0 for none
 * @param mixed whether guarded or explored rows stand in the order too
 * @param seed of the run, for ties
 */
record CutOrder(Keep keep, BigDecimal floor, BalanceForm form, boolean mixed, long seed) {

  private static final String CLASS = BalanceClasses.COLUMN;

  /** The reason of a row that this policy kept and a smaller cut of its order drops. */
  private String reason() {
    return switch (keep) {
      case HARD, DENSITY -> "pruned_easy";
      case EASY -> "pruned_hard";
      case MIDDLE -> "pruned_middle";
      case RANDOM, BAND, COVERAGE, HIERARCHICAL -> "pruned_random";
    };
  }

  /** The policy, where the score alone makes its order; null for others. */
  private Policy policy() {
    return switch (keep) {
      case HARD -> new KeepHard(BigDecimal.ZERO);
      case EASY -> new KeepEasy();
      case MIDDLE -> new KeepMiddle();
      case RANDOM -> new KeepRandom();
      case BAND, COVERAGE, DENSITY, HIERARCHICAL -> null;
    };
  }

  boolean balanced() {
    return floor.signum() > 0;
  }

  /**
   * Whether a floor rearranged the stored order, and the plain one is known: then a cut tells which
   * rows the floor displaces, and has a threshold for each class under which it binds.
   */
  boolean showsWhatFloorsDisplace() {
    return balanced() && !mixed && FlooredPrefix.covers(keep);
  }

  /**
   * The first {@code kept} rows of the stored order. A row that was pruned keeps its kind of
   * reason; one that was kept and is no longer gets that of the policy. There is one threshold:
   * under a floor it can't be told which rows are there by the floor where the order is not that of
   * the score alone.
   *
   * @param decisions all decisions of the run
   */
  Dataset<Row> stored(Dataset<Row> decisions, long kept) {
    List<Row> last = decisions.where(col(KEEP_RANK).equalTo(kept)).select("score").takeAsList(1);
    Column threshold = last.isEmpty() ? lit(null).cast("double") : lit(last.get(0).getDouble(0));
    Column ranked = col(KEEP_RANK).isNotNull();
    Column stays = coalesce(col(KEEP_RANK).leq(kept), lit(false));
    Column reason =
        when(stays, "kept")
            .when(ranked.and(col("reason").equalTo("kept")), reason())
            .otherwise(col("reason"));
    return decisions
        .withColumn("reason", reason)
        .withColumn("kept", stays)
        .withColumn("threshold", when(ranked, threshold).otherwise(col("threshold")))
        .select(Columns.of(Decisions.SPEC));
  }

  /**
   * The first {@code kept} rows of the stored order under a floor, see {@link FlooredPrefix}.
   *
   * @param rows all decisions of the run with the class, in {@link BalanceClasses#COLUMN}
   */
  Dataset<Row> floored(Dataset<Row> rows, long ranked, long kept) {
    return new FlooredPrefix(keep, CLASS, seed).apply(rows, ranked, kept);
  }

  /**
   * The ranked rows with another score.
   *
   * @param scores columns {@code id}, {@code score} of the ranked rows
   */
  static Dataset<Row> scored(Dataset<Row> decisions, Dataset<Row> scores) {
    return decisions
        .where(col(KEEP_RANK).isNotNull())
        .drop(KEEP_RANK, KEEP_QUANTILE, "kept", "reason", "threshold", "score", "metric")
        .join(scores, "id");
  }

  /**
   * The rows in another order: ranked by {@link Selection}.
   *
   * @param rows see {@link #scored}; with a floor the class too
   * @param metric what {@code score} is
   */
  Dataset<Row> anew(Dataset<Row> decisions, Dataset<Row> rows, BigDecimal fraction, String metric) {
    Selection selection =
        new Selection(
            policy(),
            KeepCount.share(fraction),
            balanced() ? new ClassFloor(CLASS, floor, form) : null,
            BigDecimal.ZERO,
            seed);
    Dataset<Row> ranked;
    try {
      ranked = selection.apply(rows);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.DATA, "metric " + metric + " can't rank the rows: " + e.getMessage(), e);
    }
    return ranked
        .withColumn("metric", lit(metric))
        .select(Columns.of(Decisions.SPEC))
        .unionByName(unranked(decisions));
  }

  private static Dataset<Row> unranked(Dataset<Row> decisions) {
    return decisions.where(col(KEEP_RANK).isNull()).select(Columns.of(Decisions.SPEC));
  }
}
