package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;

import java.util.List;

/** Cluster centres, once fitted or given. */
public final class Prototypes {

  public static final TableSpec SPEC = named("prototypes", "One row per cluster");

  /**
   * The table of an encoder whose clusters are not the run's: the same columns and rules, with
   * vectors in that encoder's space.
   *
   * @param encoder its name in the recipe, lower snake case
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
                "Key, with level: 0 to k - 1; the row index of a given file"),
            Column.required(
                "level",
                IntegerType,
                "0 for the clusters that examples are assigned to; higher levels are clusters of"
                    + " clusters"),
            Column.optional(
                "parent_id",
                IntegerType,
                "Cluster of the next level that holds this one; null at the top"),
            Column.required("size", LongType, "Examples whose most similar prototype this is"),
            Column.required(
                "mean_distance",
                DoubleType,
                "Mean cosine distance of those examples, in [0, 2]; 0 for an empty cluster"),
            Column.required("prototype", Types.VECTOR, "Centre of the cluster, of unit L2 length")),
        List.of(
            new RowRule("cluster_id_is_not_negative", "cluster_id >= 0"),
            new RowRule("level_is_not_negative", "level >= 0"),
            new RowRule("size_is_not_negative", "size >= 0"),
            new RowRule("mean_distance_in_range", "mean_distance >= 0 AND mean_distance <= 2"),
            new RowRule("prototype_is_not_empty", "size(prototype) > 0")));
  }

  private Prototypes() {}
}
