package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.ExitCode;
import dev.winnow.jobs.Failure;
import dev.winnow.schemas.Decisions;
import dev.winnow.transforms.select.BalanceForm;
import dev.winnow.transforms.select.ClassFloor;
import dev.winnow.transforms.select.Keep;
import dev.winnow.transforms.select.KeepCount;
import dev.winnow.transforms.select.KeepEasy;
import dev.winnow.transforms.select.KeepHard;
import dev.winnow.transforms.select.KeepMiddle;
import dev.winnow.transforms.select.KeepRandom;
import dev.winnow.transforms.select.Policy;
import dev.winnow.transforms.select.Selection;
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

  private boolean balanced() {
    return floor.signum() > 0;
  }

  /**
   * The first {@code kept} rows of the stored order. A row that was pruned keeps its kind of
   * reason; one that was kept and is no longer gets that of the policy.
   *
   * <p>With a floor, the stored order is the rearranged one. Which rows the floor displaced, and
   * under which classes it binds, shows in the plain order, which one more sort of id and score
   * gives: a row dropped though it is among the first {@code kept} of the plain order has the
   * reason pruned_balance; the floor binds under a class of which a row is kept that is not among
   * them. Without a floor nothing is sorted, nor where the order is not that of the score alone:
   * then the rows of a floor can't be told, and there is one threshold.
   *
   * @param decisions all decisions of the run
   * @param classes columns {@code id}, {@code class} of the ranked rows; unused without a floor
   */
  Dataset<Row> stored(
      Dataset<Row> decisions, Dataset<Row> classes, long kept, BigDecimal fraction) {
    if (balanced() && !mixed && policy() != null) {
      return floored(decisions, classes, kept, fraction);
    }
    List<Row> last = decisions.where(col("keep_rank").equalTo(kept)).select("score").takeAsList(1);
    Column threshold = last.isEmpty() ? lit(null).cast("double") : lit(last.get(0).getDouble(0));
    Column ranked = col("keep_rank").isNotNull();
    Column stays = coalesce(col("keep_rank").leq(kept), lit(false));
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

  private Dataset<Row> floored(
      Dataset<Row> decisions, Dataset<Row> classes, long kept, BigDecimal fraction) {
    Dataset<Row> stored =
        decisions
            .where(col("keep_rank").isNotNull())
            .withColumnRenamed("keep_rank", "stored_rank")
            .withColumnRenamed("keep_quantile", "stored_quantile")
            .drop("kept", "reason", "threshold")
            .join(classes, "id");
    Dataset<Row> plain =
        new Selection(policy(), KeepCount.share(fraction), seed)
            .apply(stored)
            .withColumnRenamed("keep_rank", "plain_rank");
    Column stays = col("stored_rank").leq(kept);
    Dataset<Row> last =
        plain
            .where(stays)
            .groupBy(CLASS)
            .agg(
                max("plain_rank").as("last_rank"),
                max_by(col("score"), col("plain_rank")).as("last_score"));
    Column binds = col(CLASS).isNotNull().and(col("last_rank").gt(kept));
    List<Row> worst =
        last.where(coalesce(binds, lit(false)).equalTo(false))
            .orderBy(col("last_rank").desc())
            .select("last_score")
            .takeAsList(1);
    Column elsewhere = worst.isEmpty() ? lit(null).cast("double") : lit(worst.get(0).getDouble(0));
    Dataset<Row> bound = last.where(binds).select(col(CLASS).as("bound_class"), col("last_score"));
    Column reason =
        when(stays, "kept").when(col("plain_rank").leq(kept), "pruned_balance").otherwise(reason());
    Dataset<Row> ranked =
        plain
            .join(bound, col(CLASS).equalTo(col("bound_class")), "left")
            .drop("keep_quantile")
            .withColumn("reason", reason)
            .withColumn("kept", stays)
            .withColumn("threshold", coalesce(col("last_score"), elsewhere))
            .withColumnRenamed("stored_rank", "keep_rank")
            .withColumnRenamed("stored_quantile", "keep_quantile")
            .select(Columns.of(Decisions.SPEC));
    return ranked.unionByName(unranked(decisions));
  }

  /**
   * The rows in another order: ranked by {@link Selection}.
   *
   * @param scores columns {@code id}, {@code score} of the ranked rows
   * @param metric what {@code score} is
   */
  Dataset<Row> anew(
      Dataset<Row> decisions,
      Dataset<Row> scores,
      Dataset<Row> classes,
      BigDecimal fraction,
      String metric) {
    Dataset<Row> rows =
        decisions
            .where(col("keep_rank").isNotNull())
            .drop("keep_rank", "keep_quantile", "kept", "reason", "threshold", "score", "metric")
            .join(scores, "id");
    Selection selection =
        new Selection(
            policy(),
            KeepCount.share(fraction),
            balanced() ? new ClassFloor(CLASS, floor, form) : null,
            BigDecimal.ZERO,
            seed);
    Dataset<Row> ranked;
    try {
      ranked = selection.apply(balanced() ? rows.join(classes, "id") : rows);
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
    return decisions.where(col("keep_rank").isNull()).select(Columns.of(Decisions.SPEC));
  }
}
