package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Contract of table {@code epsilon_sweep}: the rows that other values of epsilon would drop. */
public final class EpsilonSweep {

  public static final TableSpec SPEC =
      new TableSpec(
          "epsilon_sweep",
          "One row per value of epsilon, under the reference rule",
          List.of(
              Column.required(
                  "epsilon",
                  DoubleType,
                  "Key: rows whose cosine similarity is above 1 - epsilon are dropped"),
              Column.required("rows_removed", LongType, "Rows that would be dropped"),
              Column.required(
                  "share",
                  DoubleType,
                  "rows_removed divided by the number of compared rows, in [0, 1]"),
              Column.required(
                  "pairs_above",
                  StringType,
                  "Up to three pairs just above the threshold, which would be dropped: JSON list of"
                      + " id, duplicate_of and cosine_similarity"),
              Column.required(
                  "pairs_below",
                  StringType,
                  "Up to three pairs just below the threshold, which would stay: JSON as in pairs_above")),
          List.of(
              new RowRule("epsilon_in_range", "epsilon > 0 AND epsilon <= 2"),
              new RowRule("share_in_range", "share >= 0 AND share <= 1")));

  private EpsilonSweep() {}
}
