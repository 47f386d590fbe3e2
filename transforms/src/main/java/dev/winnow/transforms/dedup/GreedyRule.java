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
 * independent set and matching are parallel on average). Rounds come first, until one leaves more
 * than half of the edges. Then each component of few edges is decided in a task, and the others in
 * further rounds. Of these, a round after one that leaves more than half of the edges decides whole
 * {@link Chains}.
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
    long count = edges.count();
    if (count <= taskEdges) {
      return inOneTask(edges);
    }
    Dataset<Row> gone = Snapshot.of(gone(new Undecided(edges, count)));
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

  private Dataset<Row> gone(Undecided rest) {
    boolean slow = false;
    // Where each row is like many others, a round decides most of them for less than the labels
    // of the components cost.
    while (rest.left > taskEdges && !slow) {
      long before = rest.left;
      rest.drop(Snapshot.of(neighboursToDrop(rest.edges)));
      slow = rest.left > before / 2;
    }
    if (rest.left > taskEdges) {
      rest.dropInTasks(Components.label(rest.edges, taskEdges));
    }
    while (rest.left > taskEdges) {
      long before = rest.left;
      rest.drop(slow ? chained(rest.edges) : Snapshot.of(neighboursToDrop(rest.edges)));
      slow = !slow && rest.left > before / 2;
    }
    return rest.gone();
  }

  /** Rows that are decided to go, and the edges between rows that are not decided. */
  private final class Undecided {

    private Dataset<Row> gone;
    private Dataset<Row> edges;
    private long left;

    Undecided(Dataset<Row> edges, long left) {
      this.edges = edges;
      this.left = left;
    }

    /**
     * Drops rows in a round. A decided row is in one round only, so no row is dropped twice.
     *
     * @param going a snapshot of {@code gone}
     */
    void drop(Dataset<Row> going) {
      rounds++;
      add(going);
      keep(
          edges
              .join(going, col(EARLY).equalTo(col("gone")), "left_anti")
              .join(going, col(LATE).equalTo(col("gone")), "left_anti"));
    }

    /** Decides the small components, each in one task. */
    void dropInTasks(Components components) {
      add(ids(inTasks(components.small().repartition(col(COMPONENT)))));
      keep(components.large());
    }

    Dataset<Row> gone() {
      if (left > 0) {
        add(ids(together(edges.drop(COMPONENT))));
      }
      return gone;
    }

    private void add(Dataset<Row> going) {
      gone = gone == null ? going : gone.union(going);
    }

    private void keep(Dataset<Row> rest) {
      edges = Snapshot.of(rest);
      left = edges.count();
    }
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
