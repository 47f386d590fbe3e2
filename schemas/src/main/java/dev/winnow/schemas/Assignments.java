package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.ArrayList;
import java.util.List;

/**
 * Contract of table {@code assignments}: the cluster of every example and its distance to the
 * prototype, as clustering measured them. Scores are made from it.
 */
public final class Assignments {

  private static final String NAME = "assignments";
  private static final String COMMENT = "One row per clustered example";

  public static final TableSpec SPEC = named(NAME, COMMENT, 1);

  /**
   * Returns the contract of a clustering.
   *
   * @param encoder name of a further encoder, whose clusters the run does not use; null for the
   *     encoder of the run's clusters
   * @param levels number of levels of clusters, at least 1; each level above the first adds a
   *     column
   */
  public static TableSpec of(String encoder, int levels) {
    return encoder == null
        ? named(NAME, COMMENT, levels)
        : named(NAME + "_" + encoder, COMMENT + " in the space of encoder " + encoder, levels);
  }

  /**
   * Returns the column of the distances to the clusters of a level.
   *
   * @param level 0 for the clusters that examples are assigned to; higher levels are clusters of
   *     clusters
   */
  public static String distance(int level) {
    return level == 0 ? Scores.COSINE_DIST_TO_CENT : "cosine_dist_at_level_" + level;
  }

  private static TableSpec named(String name, String comment, int levels) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.required(Examples.ID, StringType, "Key: the example"),
                Column.required(
                    Scores.CLUSTER_ID,
                    IntegerType,
                    "Cluster of the most similar prototype; of equal ones, the lowest")));
    List<RowRule> rules =
        new ArrayList<>(
            List.of(
                Types.idIsNotEmpty(),
                new RowRule("cluster_id_is_not_negative", "cluster_id >= 0")));
    for (int level = 0; level < levels; level++) {
      String distance = distance(level);
      columns.add(
          Column.required(
              distance,
              DoubleType,
              level == 0
                  ? "Cosine distance to the prototype of cluster_id, in [0, 2]"
                  : "Cosine distance to the centre of its cluster of level "
                      + level
                      + ", in [0, 2]"));
      rules.add(new RowRule(distance + "_in_range", distance + " >= 0 AND " + distance + " <= 2"));
    }
    return new TableSpec(name, comment, columns, rules);
  }

  private Assignments() {}
}
