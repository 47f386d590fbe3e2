package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** What other values of epsilon would drop. */
public final class EpsilonSweep {

  public static final TableSpec SPEC =
      new TableSpec(
          "epsilon_sweep",
          "One row per value of epsilon, under the reference rule",
          List.of(
              Column.required(
                  "epsilon", DoubleType, "Key: rows of cosine similarity above 1 - epsilon go"),
              Column.required("rows_removed", LongType, "Rows that would go"),
              Column.required("share", DoubleType, "Their share of the compared rows, in [0, 1]"),
              Column.required(
                  "pairs_above",
                  StringType,
                  "Up to three pairs just above the threshold, which would go: JSON list of id,"
                      + " duplicate_of and cosine_similarity"),
              Column.required(
                  "pairs_below",
                  StringType,
                  "Up to three pairs just below the threshold, which would stay")),
          List.of(
              new RowRule("epsilon_in_range", "epsilon > 0 AND epsilon <= 2"),
              new RowRule("share_in_range", "share >= 0 AND share <= 1")));

  private EpsilonSweep() {}
}
