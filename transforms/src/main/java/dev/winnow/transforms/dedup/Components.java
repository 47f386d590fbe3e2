package dev.winnow.transforms.dedup;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.transforms.dedup.groups.ConnectedComponents;
import dev.winnow.transforms.task.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Edges with their component, in two parts by whether one task may decide the component.
 *
 * @param small edges of components of at most {@code taskEdges} edges
 * @param large other edges, in at most {@code edges / taskEdges} components
 */
record Components(Dataset<Row> small, Dataset<Row> large) {

  static final String COMPONENT = "winnow_component";

  /** Runs the jobs of {@link ConnectedComponents#labelled} and one that joins the components. */
  static Components label(Dataset<Row> edges, long taskEdges) {
    Dataset<Row> membership =
        ConnectedComponents.labelled(
                edges.select(col(Neighbours.EARLY).as("a"), col(Neighbours.LATE).as("b")),
                taskEdges)
            .components();
    Dataset<Row> labelled =
        Snapshot.of(
            edges
                .join(membership, col(Neighbours.EARLY).equalTo(col("id")))
                .drop("id")
                .withColumnRenamed("component", COMPONENT));
    Dataset<Row> large =
        broadcast(
            labelled
                .groupBy(col(COMPONENT).as("large"))
                .agg(count(lit(1)).as("edges"))
                .filter(col("edges").gt(taskEdges))
                .select("large"));
    return new Components(
        labelled.join(large, col(COMPONENT).equalTo(col("large")), "left_anti"),
        labelled.join(large, col(COMPONENT).equalTo(col("large")), "left_semi"));
  }
}
