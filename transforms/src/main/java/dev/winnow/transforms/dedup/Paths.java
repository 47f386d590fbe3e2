package dev.winnow.transforms.dedup;

import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.transforms.dedup.Components.COMPONENT;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.task.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Paths of {@link ComponentsRule}: rows without a distance that have two neighbours each lie inside
 * a path. Each path becomes one long edge between the rows at its ends. If the long edges are few,
 * one task finds the distances of the ends, and each row inside a path takes the shorter way.
 *
 * <p>Each edge points to the next one of its path, then to the one after that, and so on: each jump
 * doubles the distance. The number of jumps grows with the logarithm of the longest path.
 */
final class Paths {

  private final Dataset<Row> open;
  private final Dataset<Row> frontier;
  private final int depth;
  private int jumps;

  /**
   * @param open {@code from} and {@code to} of the edges that lead to rows without a distance
   * @param frontier {@code id} and {@code representative} of the rows with the greatest distance
   * @param depth that distance
   */
  Paths(Dataset<Row> open, Dataset<Row> frontier, int depth) {
    this.open = open;
    this.frontier = frontier;
    this.depth = depth;
  }

  /** Returns the number of jumps that were made. */
  int jumps() {
    return jumps;
  }

  /**
   * Returns {@code id}, {@code representative} and {@code depth} of the rows without a distance;
   * null if there are too many long edges. Costs two Spark jobs a jump, and some before and after.
   *
   * @param taskEdges most long edges that a task may take
   */
  Dataset<Row> depths(long taskEdges) {
    Dataset<Row> known = frontier.select(col("id").as("known"));
    Dataset<Row> arcs =
        open.union(
            open.join(known, col("from").equalTo(col("known")), "left_semi").select("to", "from"));
    Dataset<Row> inner =
        Snapshot.of(
            arcs.join(known, col("from").equalTo(col("known")), "left_anti")
                .groupBy(col("from").as("inner"))
                .agg(count(lit(1)).as("ways"))
                .filter(col("ways").equalTo(2))
                .select("inner"));
    Dataset<Row> paths =
        Snapshot.of(
            arcs.join(inner, col("from").equalTo(col("inner")), "left")
                .select(
                    col("from"),
                    col("to"),
                    col("inner").isNotNull().as("inside"),
                    col("from").as("last"),
                    col("to").as("end"),
                    lit(1).as("length"),
                    lit(true).as("moved")));
    while (!paths.filter(col("moved")).isEmpty()) {
      paths = Snapshot.of(jumped(paths));
      jumps++;
    }
    Dataset<Row> edges = paths.filter(col("inside").equalTo(false));
    return edges.count() > taskEdges ? null : filled(paths, edges);
  }

  private static Dataset<Row> jumped(Dataset<Row> paths) {
    Dataset<Row> next =
        paths
            .filter(col("inside"))
            .select(
                col("from").as("next_from"),
                col("to").as("next_to"),
                col("last").as("next_last"),
                col("end").as("next_end"),
                col("length").as("next_length"));
    return paths
        .join(
            next,
            col("end").equalTo(col("next_from")).and(col("last").notEqual(col("next_to"))),
            "left")
        .select(
            col("from"),
            col("to"),
            col("inside"),
            coalesce(col("next_last"), col("last")).as("last"),
            coalesce(col("next_end"), col("end")).as("end"),
            col("length").plus(coalesce(col("next_length"), lit(0))).as("length"),
            col("next_end").isNotNull().as("moved"));
  }

  private Dataset<Row> filled(Dataset<Row> paths, Dataset<Row> edges) {
    Dataset<Row> ends =
        Snapshot.of(
            BreadthFirst.of(
                edges
                    .join(frontier, col("from").equalTo(col("id")), "left")
                    .select(
                        lit("").as(COMPONENT),
                        col("from"),
                        col("end").as("to"),
                        col("length"),
                        when(col("id").isNotNull(), depth).as("from_depth"),
                        col(REPRESENTATIVE).as("root"))
                    .repartition(1)));
    Dataset<Row> known =
        ends.union(frontier.select(col("id"), col(REPRESENTATIVE), lit(depth).as("depth")));
    return ends.union(
        paths
            .filter(col("inside"))
            .join(known, col("end").equalTo(col("id")))
            .groupBy(col("from"))
            .agg(
                min(struct(col("depth").plus(col("length")).as("depth"), col(REPRESENTATIVE)))
                    .as("nearest"))
            .select(col("from").as("id"), col("nearest." + REPRESENTATIVE), col("nearest.depth")));
  }
}
