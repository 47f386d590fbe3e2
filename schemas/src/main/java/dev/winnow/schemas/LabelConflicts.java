package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/**
 * Contract of table {@code label_conflicts}: pairs of duplicates with different labels. Such a pair
 * is an error of a label or a wrong pair.
 */
public final class LabelConflicts {

  public static final String LEFT_LABEL = "left_label";
  public static final String RIGHT_LABEL = "right_label";
  public static final String LEFT_SOURCE = "left_source";
  public static final String RIGHT_SOURCE = "right_source";
  public static final String MERGED = "merged";

  public static final TableSpec SPEC =
      new TableSpec(
          "label_conflicts",
          "One row per pair of duplicates with different labels",
          List.of(
              Column.required(
                  Pairs.LEFT_ID,
                  StringType,
                  "Key, with right_id and kind: the example of the lower id"),
              Column.required(Pairs.RIGHT_ID, StringType, "The example of the higher id"),
              Column.required(LEFT_LABEL, StringType, "Label of the left example"),
              Column.required(RIGHT_LABEL, StringType, "Label of the right example"),
              Column.required(LEFT_SOURCE, StringType, "Absolute URI of the left example"),
              Column.required(RIGHT_SOURCE, StringType, "Absolute URI of the right example"),
              Column.required(
                  Duplicates.SIMILARITY,
                  DoubleType,
                  "Similarity that the rule measured, at most 1"),
              Column.required(
                  Duplicates.RULE, StringType, "Rule that found the pair, as in table duplicates"),
              Column.required(Duplicates.KIND, StringType, "exact, near or semantic"),
              Column.required(
                  MERGED,
                  BooleanType,
                  "True if one example stands for both, or a third one does; false if they were"
                      + " kept apart")),
          List.of(
              new RowRule("two_examples", "left_id < right_id"),
              new RowRule("labels_differ", "left_label <> right_label"),
              new RowRule("kind_is_known", "kind IN ('exact', 'near', 'semantic')"),
              new RowRule("similarity_in_range", "similarity >= -1 AND similarity <= 1")));

  private LabelConflicts() {}
}
