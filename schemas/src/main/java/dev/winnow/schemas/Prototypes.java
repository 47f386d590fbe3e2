package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;

import java.util.List;

/** Contract of table {@code prototypes}: the cluster centres, fitted or given. */
public final class Prototypes {

  public static final String LEVEL = "level";
  public static final String PARENT_ID = "parent_id";
  public static final String SIZE = "size";
  public static final String MEAN_DISTANCE = "mean_distance";
  public static final String PROTOTYPE = "prototype";

  public static final TableSpec SPEC = named("prototypes", "One row per cluster");

  /**
   * Returns the contract of the prototypes of a further encoder, whose clusters the run does not
   * use. It has the same columns and rules, with vectors in the space of that encoder.
   *
   * @param encoder name of the encoder in the recipe, lower snake case
   */
  public static TableSpec of(String encoder) {
    return named("prototypes_" + encoder, "One row per cluster in the space of encoder " + encoder);
  }

  private static TableSpec named(String name, String comment) {
    return new TableSpec(
        name,
        comment,
        List.of(
            Column.required(
                Scores.CLUSTER_ID,
                IntegerType,
                "Key, with level: 0 to k - 1; the row number in a given file of prototypes"),
            Column.required(
                LEVEL,
                IntegerType,
                "0 for the clusters that examples are assigned to; higher levels are clusters of"
                    + " clusters"),
            Column.optional(
                PARENT_ID,
                IntegerType,
                "Cluster of the next level that contains this one; null at the top level"),
            Column.required(
                SIZE,
                LongType,
                "Number of examples that have this as their most similar prototype"),
            Column.required(
                MEAN_DISTANCE,
                DoubleType,
                "Mean cosine distance of those examples, in [0, 2]; 0 for an empty cluster"),
            Column.required(
                PROTOTYPE, Types.VECTOR, "Centre of the cluster, a vector of unit L2 length")),
        List.of(
            new RowRule("cluster_id_is_not_negative", "cluster_id >= 0"),
            new RowRule("level_is_not_negative", "level >= 0"),
            new RowRule("size_is_not_negative", "size >= 0"),
            new RowRule("mean_distance_in_range", "mean_distance >= 0 AND mean_distance <= 2"),
            new RowRule("prototype_is_not_empty", "size(prototype) > 0")));
  }

  private Prototypes() {}
}
