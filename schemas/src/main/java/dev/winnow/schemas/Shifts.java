package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/**
 * Contract of table {@code shifts}: the shift that a release makes in the corpus, as the share kept
 * of every label, source and cluster.
 */
public final class Shifts {

  // Values of column dimension.
  public static final String LABEL = "label";
  public static final String SOURCE = "source";
  public static final String CLUSTER = "cluster";

  public static final String RELEASE = "release";
  public static final String DIMENSION = "dimension";
  public static final String VALUE = "value";
  public static final String ROWS = "rows";
  public static final String KEPT = "kept";
  public static final String KEPT_SHARE = "kept_share";
  public static final String OVERALL_SHARE = "overall_share";
  public static final String RATIO = "ratio";

  public static final TableSpec SPEC =
      new TableSpec(
          "shifts",
          "One row per label, source and cluster of a release",
          List.of(
              Column.required(RELEASE, StringType, "Key, with dimension and value: the release"),
              Column.required(DIMENSION, StringType, "label, source or cluster"),
              Column.optional(
                  VALUE,
                  StringType,
                  "Label, source or cluster_id, by dimension; a source is the file that the row came"
                      + " from, or the folder of a file that is one row; null for rows without a"
                      + " value"),
              Column.required(ROWS, LongType, "Number of examples with this value"),
              Column.required(KEPT, LongType, "Number of those examples that the release keeps"),
              Column.required(KEPT_SHARE, DoubleType, "kept divided by rows, in [0, 1]"),
              Column.required(
                  OVERALL_SHARE,
                  DoubleType,
                  "kept divided by rows, over all values of the dimension, in [0, 1]"),
              Column.optional(
                  RATIO,
                  DoubleType,
                  "kept_share divided by overall_share: 1 is kept like the rest, 2 twice as often;"
                      + " null where nothing at all is kept")),
          List.of(
              new RowRule("release_is_not_empty", "length(release) > 0"),
              new RowRule("dimension_is_known", "dimension IN ('label', 'source', 'cluster')"),
              new RowRule("kept_in_range", "kept >= 0 AND kept <= rows AND rows > 0"),
              new RowRule("kept_share_in_range", "kept_share >= 0 AND kept_share <= 1"),
              new RowRule("overall_share_in_range", "overall_share >= 0 AND overall_share <= 1"),
              new RowRule("ratio_is_not_negative", "ratio IS NULL OR ratio >= 0")));

  private Shifts() {}
}
