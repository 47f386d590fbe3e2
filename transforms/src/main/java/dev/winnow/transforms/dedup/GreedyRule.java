package dev.winnow.transforms.dedup;

import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.transforms.dedup.Components.COMPONENT;
import static dev.winnow.transforms.dedup.Neighbours.EARLY;
import static dev.winnow.transforms.dedup.Neighbours.EARLY_PLACE;
import static dev.winnow.transforms.dedup.Neighbours.LATE;
import static dev.winnow.transforms.dedup.Neighbours.LATE_PLACE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import dev.winnow.transforms.task.Snapshot;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Drops the rows that are similar to a kept row ranked before them.
 *
 * <p>In a task, edges come in the order of their later row, so that all rows before it are decided
 * and only the dropped ids are held. In rounds, a row that no undecided row precedes stays, and its
 * later neighbours are dropped (Blelloch, Fineman and Shun 2012, Greedy sequential maximal
 * independent set and matching are parallel on average).
 */
final class GreedyRule {

  private static final StructType GONE = new StructType().add("gone", DataTypes.StringType, false);

  private final long taskEdges;

  GreedyRule(long taskEdges) {
    this.taskEdges = taskEdges;
  }

  Dataset<Row> apply(Dataset<Row> edges) {
    Dataset<Row> gone = Snapshot.of(gone(edges));
    Dataset<Row> witnesses =
        edges
            .join(gone, col(LATE).equalTo(col("gone")), "left_semi")
            .join(gone, col(EARLY).equalTo(col("gone")), "left_anti");
    return Neighbours.best(witnesses, LATE, EARLY, EARLY_PLACE)
        .select(
            col("id"),
            col(DUPLICATE_OF),
            col(DUPLICATE_OF).as(REPRESENTATIVE),
            col(Neighbours.SIMILARITY),
            col(Neighbours.RULE));
  }

  private Dataset<Row> gone(Dataset<Row> edges) {
    if (edges.count() <= taskEdges) {
      return inOneTask(edges);
    }
    Components components = Components.label(edges, taskEdges);
    Dataset<Row> gone = inTasks(components.small().repartition(col(COMPONENT)));
    Dataset<Row> undecided = Snapshot.of(components.large());
    long left = undecided.count();
    while (left > taskEdges) {
      // Each decided row is in one round only, so no row is twice in the union.
      Dataset<Row> going = Snapshot.of(neighboursToDrop(undecided));
      gone = gone.union(going);
      undecided =
          Snapshot.of(
              undecided
                  .join(going, col(EARLY).equalTo(col("gone")), "left_anti")
                  .join(going, col(LATE).equalTo(col("gone")), "left_anti"));
      left = undecided.count();
    }
    return left == 0 ? gone : gone.union(inOneTask(undecided.drop(COMPONENT)));
  }

  /** Returns the later neighbours of the rows that no undecided row precedes. */
  private static Dataset<Row> neighboursToDrop(Dataset<Row> undecided) {
    Dataset<Row> later = undecided.select(col(LATE).as("later")).distinct();
    return undecided
        .join(later, col(EARLY).equalTo(col("later")), "left_anti")
        .select(col(LATE).as("gone"))
        .distinct();
  }

  private static Dataset<Row> inOneTask(Dataset<Row> edges) {
    return inTasks(edges.withColumn(COMPONENT, lit("")).repartition(1));
  }

  /**
   * Decides each component in one task.
   *
   * @param edges all edges of a component lie in one partition
   */
  private static Dataset<Row> inTasks(Dataset<Row> edges) {
    return edges
        .sparkSession()
        .createDataFrame(
            edges
                .select(COMPONENT, LATE_PLACE, LATE, EARLY)
                .sortWithinPartitions(COMPONENT, LATE_PLACE, LATE, EARLY)
                .javaRDD()
                .mapPartitions(DroppedIds::new),
            GONE);
  }

  /** Finds the ids that are dropped. Edges come sorted by component and by their later row. */
  private static final class DroppedIds extends Batched<Row, Row> {

    private final Set<String> gone = new HashSet<>();
    private String component;

    DroppedIds(Iterator<Row> edges) {
      super(edges);
    }

    @Override
    protected Iterator<Row> next(LookAhead<Row> edges) {
      Row edge = edges.next();
      if (!Objects.equals(component, edge.getString(0))) {
        component = edge.getString(0);
        gone.clear();
      }
      String late = edge.getString(2);
      return !gone.contains(edge.getString(3)) && gone.add(late)
          ? List.of(RowFactory.create(late)).iterator()
          : Collections.emptyIterator();
    }
  }
}
