package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** How a release shifts the corpus: what is kept of every label, source and cluster. */
public final class Shifts {

  public static final String LABEL = "label";
  public static final String SOURCE = "source";
  public static final String CLUSTER = "cluster";

  public static final TableSpec SPEC =
      new TableSpec(
          "shifts",
          "One row per label, source and cluster of a release",
          List.of(
              Column.required("release", StringType, "Key, with dimension and value: the release"),
              Column.required("dimension", StringType, "label, source or cluster"),
              Column.optional(
                  "value",
                  StringType,
                  "The label; the file that the row came from, or the folder of a file that is one"
                      + " row; the cluster_id; null for rows that have none"),
              Column.required("rows", LongType, "Examples with this value"),
              Column.required(Decisions.KEPT, LongType, "Those of them that the release keeps"),
              Column.required("kept_share", DoubleType, "kept over rows, in [0, 1]"),
              Column.required(
                  "overall_share", DoubleType, "kept over rows of all values of the dimension"),
              Column.optional(
                  "ratio",
                  DoubleType,
                  "kept_share over overall_share: 1 is kept like the rest, 2 twice as much; null"
                      + " where nothing at all is kept")),
          List.of(
              new RowRule("release_is_not_empty", "length(release) > 0"),
              new RowRule("dimension_is_known", "dimension IN ('label', 'source', 'cluster')"),
              new RowRule("kept_in_range", "kept >= 0 AND kept <= rows AND rows > 0"),
              new RowRule("kept_share_in_range", "kept_share >= 0 AND kept_share <= 1"),
              new RowRule("overall_share_in_range", "overall_share >= 0 AND overall_share <= 1"),
              new RowRule("ratio_is_not_negative", "ratio IS NULL OR ratio >= 0")));

  private Shifts() {}
}
