package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Contract of table {@code decisions}: the outcome of every input row, and the reason for it. */
public final class Decisions {

  public static final String KEPT = "kept";
  public static final String REASON = "reason";
  public static final String SPLIT = "split";
  public static final String STAGE = "stage";
  public static final String METRIC = "metric";
  public static final String SCORE = "score";
  public static final String THRESHOLD = "threshold";
  public static final String KEEP_RANK = "keep_rank";
  public static final String KEEP_QUANTILE = "keep_quantile";

  public static final String CUMULATIVE_TOKENS = "cumulative_tokens";
  public static final String CUMULATIVE_BYTES = "cumulative_bytes";

  /** Value of {@link #SPLIT} for a row that may be fitted, ranked and kept. */
  public static final String TRAIN = "train";

  public static final TableSpec SPEC =
      new TableSpec(
          "decisions",
          "One row per input row, quarantined rows included",
          List.of(
              Column.required(Examples.ID, StringType, "Key: the input row"),
              Column.required(KEPT, BooleanType, "True for a row of the curated table"),
              Column.required(
                  REASON,
                  StringType,
                  "kept, or the reason why the row was dropped; a closed set of words"),
              Column.required(STAGE, StringType, "Stage that decided"),
              Column.optional(
                  METRIC, StringType, "Metric that ranked the row; null for rows without a rank"),
              Column.optional(
                  SCORE, DoubleType, "Value of the metric; null for rows without a rank"),
              Column.optional(
                  THRESHOLD,
                  DoubleType,
                  "Score of the last kept row; under a floor that binds, of the last kept row of"
                      + " the class"),
              Column.optional(
                  KEEP_RANK,
                  LongType,
                  "Rank in the total order, from 1; a cut keeps the lowest ranks; null for rows"
                      + " that were not ranked"),
              Column.optional(
                  KEEP_QUANTILE,
                  DoubleType,
                  "keep_rank divided by the number of ranked rows, in (0, 1]"),
              Column.optional(
                  Scores.CLUSTER_ID,
                  IntegerType,
                  "Cluster of the row; null for rows that were not scored"),
              Column.optional(
                  Duplicates.DUPLICATE_OF,
                  StringType,
                  "Example that a dropped duplicate was compared with, its direct witness"),
              Column.optional(
                  Duplicates.REPRESENTATIVE,
                  StringType,
                  "Example that survived in place of a dropped duplicate, at the end of the chain"
                      + " of witnesses"),
              Column.optional(
                  Duplicates.COSINE_SIMILARITY,
                  DoubleType,
                  "Cosine similarity of a dropped duplicate to its witness"),
              Column.required(
                  SPLIT,
                  StringType,
                  "held_out for a row that the split of the recipe drew for tests, train for every"
                      + " other row"),
              Column.optional(
                  CUMULATIVE_TOKENS,
                  LongType,
                  "Sum of tokens of the rows with ranks up to this one; null for rows without a"
                      + " rank and for rows without texts"),
              Column.optional(
                  CUMULATIVE_BYTES,
                  LongType,
                  "Sum of content_bytes of the rows with ranks up to this one; null for rows"
                      + " without a rank")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule(
                  "reason_is_known", "reason IN (" + Reason.words(Reason.Kind.values()) + ")"),
              new RowRule(
                  "kept_has_reason_kept",
                  "kept = (reason = " + Reason.words(Reason.Kind.KEPT) + ")"),
              new RowRule("rank_is_positive", "keep_rank IS NULL OR keep_rank >= 1"),
              new RowRule(
                  "quantile_in_range",
                  "keep_quantile IS NULL OR (keep_quantile > 0 AND keep_quantile <= 1)"),
              new RowRule("kept_has_rank", "NOT kept OR keep_rank IS NOT NULL"),
              new RowRule(
                  "sums_are_of_ranked_rows",
                  "(cumulative_tokens IS NULL OR (keep_rank IS NOT NULL AND cumulative_tokens >="
                      + " 0)) AND (cumulative_bytes IS NULL OR (keep_rank IS NOT NULL AND"
                      + " cumulative_bytes >= 0))"),
              new RowRule("split_is_known", "split IN ('train', 'held_out')"),
              new RowRule(
                  "held_out_has_reason_held_out",
                  "(split = 'held_out') = (reason = " + Reason.words(Reason.Kind.HELD_OUT) + ")")));

  private Decisions() {}
}
