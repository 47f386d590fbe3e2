package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** What became of every input row, and why. */
public final class Decisions {

  public static final TableSpec SPEC =
      new TableSpec(
          "decisions",
          "One row per input row, quarantined rows too",
          List.of(
              Column.required("id", StringType, "Key: the input row"),
              Column.required("kept", BooleanType, "Whether the row is in the curated table"),
              Column.required("reason", StringType, "kept, or why not, in a closed set"),
              Column.required("stage", StringType, "Stage that decided"),
              Column.optional(
                  "metric",
                  StringType,
                  "Metric that ranked the row; null for rows that were not ranked"),
              Column.optional("score", DoubleType, "Raw value of the metric"),
              Column.optional(
                  "threshold",
                  DoubleType,
                  "Score of the last row kept, of its class where a floor binds"),
              Column.optional(
                  "keep_rank",
                  LongType,
                  "1-based place in the total order, best kept first; null for rows that were not"
                      + " ranked"),
              Column.optional(
                  "keep_quantile",
                  DoubleType,
                  "keep_rank over the number of ranked rows, in (0, 1]"),
              Column.optional(
                  "cluster_id",
                  IntegerType,
                  "Cluster of the row; null for rows that were not scored"),
              Column.optional("duplicate_of", StringType, "Direct witness of a dropped duplicate"),
              Column.optional(
                  "representative",
                  StringType,
                  "Survivor at the end of the chain of a dropped duplicate"),
              Column.optional(
                  "cosine_similarity",
                  DoubleType,
                  "Cosine similarity of a dropped duplicate to its witness")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule(
                  "reason_is_known",
                  "reason IN ('kept', 'exact_duplicate', 'near_duplicate', 'semantic_duplicate',"
                      + " 'evaluation_leak', 'pruned_easy', 'pruned_hard', 'pruned_middle',"
                      + " 'pruned_random', 'pruned_balance', 'quarantined')"),
              new RowRule("kept_has_reason_kept", "kept = (reason = 'kept')"),
              new RowRule("rank_is_positive", "keep_rank IS NULL OR keep_rank >= 1"),
              new RowRule(
                  "quantile_in_range",
                  "keep_quantile IS NULL OR (keep_quantile > 0 AND keep_quantile <= 1)"),
              new RowRule("kept_has_rank", "NOT kept OR keep_rank IS NOT NULL")));

  private Decisions() {}
}
