package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Hardness of every example. */
public final class Scores {

  public static final TableSpec SPEC =
      new TableSpec(
          "scores",
          "One row per scored example",
          List.of(
              Column.required("id", StringType, "Key: the example"),
              Column.required(
                  "cluster_id", IntegerType, "Most similar prototype; ties go to the lower index"),
              Column.required(
                  "cosine_dist_to_cent",
                  DoubleType,
                  "Cosine distance to that prototype, in [0, 2]"),
              Column.required(
                  "hardness",
                  DoubleType,
                  "The prune metric; higher is harder; the example closest to its prototype has the"
                      + " lowest")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule("cluster_id_is_not_negative", "cluster_id >= 0"),
              new RowRule(
                  "cosine_dist_in_range", "cosine_dist_to_cent >= 0 AND cosine_dist_to_cent <= 2"),
              Types.finite("hardness")));

  private Scores() {}
}
