package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.ArrayList;
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
                      + " lowest; of several encoders the mean of their rank quantiles, in (0, 1]")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule("cluster_id_is_not_negative", "cluster_id >= 0"),
              new RowRule(
                  "cosine_dist_in_range", "cosine_dist_to_cent >= 0 AND cosine_dist_to_cent <= 2"),
              Types.finite("hardness")));

  /** The column of an encoder's prototype score, where there are several. */
  public static String column(String encoder) {
    return "prototype_" + encoder;
  }

  /**
   * The contract with several encoders: one more column for each.
   *
   * @param encoders their names in the recipe, lower snake case
   */
  public static TableSpec of(List<String> encoders) {
    List<Column> columns = new ArrayList<>(SPEC.columns());
    List<RowRule> rules = new ArrayList<>(SPEC.rules());
    for (String encoder : encoders) {
      String name = column(encoder);
      columns.add(
          Column.required(
              name,
              DoubleType,
              "Cosine distance to the most similar prototype of encoder "
                  + encoder
                  + ", in [0, 2]; higher is harder"));
      rules.add(new RowRule(name + "_in_range", name + " >= 0 AND " + name + " <= 2"));
    }
    return new TableSpec(SPEC.name(), SPEC.comment(), columns, rules);
  }

  private Scores() {}
}
