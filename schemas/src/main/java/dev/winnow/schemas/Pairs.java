package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/**
 * Contract of table {@code pairs}: the evidence of the search for near duplicates. It holds all
 * accepted pairs, and of the refused ones those that came nearest to being accepted.
 */
public final class Pairs {

  public static final String LEFT_ID = "left_id";
  public static final String RIGHT_ID = "right_id";
  public static final String ACCEPTED = "accepted";
  public static final String REFUSED_BY = "refused_by";

  public static final TableSpec SPEC =
      new TableSpec(
          "pairs",
          "One row per compared pair of near duplicates",
          List.of(
              Column.required(
                  LEFT_ID, StringType, "Key, with right_id: the example of the lower id"),
              Column.required(RIGHT_ID, StringType, "The example of the higher id"),
              Column.required(
                  Duplicates.RULE,
                  StringType,
                  "Rule that compared the pair, such as correlation or shingles"),
              Column.required(
                  Duplicates.SIMILARITY,
                  DoubleType,
                  "Similarity that the rule measured, in [-1, 1]"),
              Column.required(
                  ACCEPTED,
                  BooleanType,
                  "True for a pair of duplicates; of the refused ones only the most similar are"
                      + " listed"),
              Column.optional(
                  REFUSED_BY,
                  StringType,
                  "Reason that the pair is none of duplicates: threshold, the name of a guard, or"
                      + " labels; null for an accepted pair")),
          List.of(
              new RowRule("two_examples", "left_id < right_id"),
              new RowRule("refused_for_a_reason", "accepted = (refused_by IS NULL)"),
              new RowRule("similarity_in_range", "similarity >= -1 AND similarity <= 1")));

  private Pairs() {}
}
