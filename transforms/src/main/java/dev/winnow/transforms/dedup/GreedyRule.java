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
 * independent set and matching are parallel on average). After a round that leaves more than half
 * of the edges, the next one decides whole {@link Chains}.
 */
final class GreedyRule {

  private static final StructType DROPPED =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add(DUPLICATE_OF, DataTypes.StringType, false)
          .add(Neighbours.SIMILARITY, DataTypes.DoubleType, false)
          .add(Neighbours.RULE, DataTypes.StringType);

  private final long taskEdges;
  private int rounds;

  GreedyRule(long taskEdges) {
    this.taskEdges = taskEdges;
  }

  /** Returns the number of rounds that were run, jumps along chains included. */
  int rounds() {
    return rounds;
  }

  Dataset<Row> apply(Dataset<Row> edges) {
    if (edges.count() <= taskEdges) {
      return inOneTask(edges);
    }
    Dataset<Row> gone = Snapshot.of(gone(edges));
    Dataset<Row> witnesses =
        edges
            .join(gone, col(LATE).equalTo(col("gone")), "left_semi")
            .join(gone, col(EARLY).equalTo(col("gone")), "left_anti");
    return withRepresentatives(Neighbours.best(witnesses, LATE, EARLY, EARLY_PLACE));
  }

  private static Dataset<Row> withRepresentatives(Dataset<Row> dropped) {
    return dropped.select(
        col("id"),
        col(DUPLICATE_OF),
        col(DUPLICATE_OF).as(REPRESENTATIVE),
        col(Neighbours.SIMILARITY),
        col(Neighbours.RULE));
  }

  private Dataset<Row> gone(Dataset<Row> edges) {
    Components components = Components.label(edges, taskEdges);
    Dataset<Row> gone = ids(inTasks(components.small().repartition(col(COMPONENT))));
    Dataset<Row> undecided = Snapshot.of(components.large());
    long left = undecided.count();
    boolean slow = false;
    while (left > taskEdges) {
      // Each decided row is in one round only, so no row is twice in the union.
      Dataset<Row> going = slow ? chained(undecided) : Snapshot.of(neighboursToDrop(undecided));
      rounds++;
      gone = gone.union(going);
      undecided =
          Snapshot.of(
              undecided
                  .join(going, col(EARLY).equalTo(col("gone")), "left_anti")
                  .join(going, col(LATE).equalTo(col("gone")), "left_anti"));
      long before = left;
      left = undecided.count();
      slow = !slow && left > before / 2;
    }
    return left == 0 ? gone : gone.union(ids(together(undecided.drop(COMPONENT))));
  }

  private Dataset<Row> chained(Dataset<Row> undecided) {
    Chains chains = new Chains(undecided);
    Dataset<Row> going = chains.gone();
    rounds += chains.jumps();
    return going;
  }

  /** Returns the later neighbours of the rows that no undecided row precedes. */
  private static Dataset<Row> neighboursToDrop(Dataset<Row> undecided) {
    Dataset<Row> later = undecided.select(col(LATE).as("later")).distinct();
    return undecided
        .join(later, col(EARLY).equalTo(col("later")), "left_anti")
        .select(col(LATE).as("gone"))
        .distinct();
  }

  /** Returns the dropped rows with their witnesses, found by one task. Lazy. */
  static Dataset<Row> inOneTask(Dataset<Row> edges) {
    return withRepresentatives(together(edges));
  }

  private static Dataset<Row> together(Dataset<Row> edges) {
    return inTasks(edges.withColumn(COMPONENT, lit("")).repartition(1));
  }

  private static Dataset<Row> ids(Dataset<Row> dropped) {
    return dropped.select(col("id").as("gone"));
  }

  /**
   * Decides each component in one task. The edges of a row come in the order of {@link
   * Neighbours#best}, so the first one from a row that stays has the witness.
   *
   * @param edges all edges of a component lie in one partition
   */
  private static Dataset<Row> inTasks(Dataset<Row> edges) {
    return edges
        .sparkSession()
        .createDataFrame(
            edges
                .withColumn("negative", Neighbours.negative(col(Neighbours.SIMILARITY)))
                .select(
                    COMPONENT,
                    LATE_PLACE,
                    LATE,
                    "negative",
                    EARLY_PLACE,
                    EARLY,
                    Neighbours.SIMILARITY,
                    Neighbours.RULE)
                .sortWithinPartitions(COMPONENT, LATE_PLACE, LATE, "negative", EARLY_PLACE, EARLY)
                .javaRDD()
                .mapPartitions(DroppedRows::new),
            DROPPED);
  }

  /** Finds the dropped rows. Edges come sorted by component and by their later row. */
  private static final class DroppedRows extends Batched<Row, Row> {

    private final Set<String> gone = new HashSet<>();
    private String component;

    DroppedRows(Iterator<Row> edges) {
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
      String early = edge.getString(5);
      return !gone.contains(early) && gone.add(late)
          ? List.of(RowFactory.create(late, early, edge.getDouble(6), edge.getString(7))).iterator()
          : Collections.emptyIterator();
    }
  }
}
