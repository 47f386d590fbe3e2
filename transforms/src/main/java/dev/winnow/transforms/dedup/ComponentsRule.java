package dev.winnow.transforms.dedup;

import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.transforms.dedup.Components.COMPONENT;
import static dev.winnow.transforms.dedup.Neighbours.EARLY;
import static dev.winnow.transforms.dedup.Neighbours.EARLY_PLACE;
import static dev.winnow.transforms.dedup.Neighbours.LATE;
import static dev.winnow.transforms.dedup.Neighbours.LATE_PLACE;
import static dev.winnow.transforms.dedup.Neighbours.RULE;
import static dev.winnow.transforms.dedup.Neighbours.SIMILARITY;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.task.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Drops all rows of a component except the row of least place. Breadth-first search finds the
 * distances to that row: in a task for a component of few edges, in rounds for a larger one, until
 * few enough edges for a task lead to rows without a distance. After a round that leaves more than
 * half of the edges, {@link Paths} are tried: they end the rounds if few rows have three neighbours
 * or more.
 */
final class ComponentsRule {

  private static final String SURVIVOR = "survivor";

  private final long taskEdges;
  private int rounds;

  ComponentsRule(long taskEdges) {
    this.taskEdges = taskEdges;
  }

  /** Returns the number of rounds that were run, jumps along paths included. */
  int rounds() {
    return rounds;
  }

  Dataset<Row> apply(Dataset<Row> edges) {
    Components components = Components.label(edges, taskEdges);
    Dataset<Row> all = components.small().union(components.large());
    Dataset<Row> kept = kept(all);
    Dataset<Row> depths =
        Snapshot.of(
            kept.select(
                    col(SURVIVOR).as("id"), col(SURVIVOR).as(REPRESENTATIVE), lit(0).as("depth"))
                .union(inTasks(components.small(), kept))
                .union(inRounds(components.large(), kept)));
    Dataset<Row> nearer =
        bothWays(all)
            .join(depths, col("to").equalTo(col("id")))
            .drop("id")
            .withColumnRenamed("depth", "to_depth")
            .join(
                depths.select(col("id").as("from_id"), col("depth").as("from_depth")),
                col("from").equalTo(col("from_id")))
            .filter(col("from_depth").equalTo(col("to_depth").minus(1)));
    Dataset<Row> witnesses = Neighbours.best(nearer, "to", "from", "from_place");
    return witnesses
        .join(depths.withColumnRenamed("id", "known"), col("id").equalTo(col("known")))
        .select("id", DUPLICATE_OF, REPRESENTATIVE, SIMILARITY, RULE);
  }

  /** Returns the row of least place of each component. */
  private static Dataset<Row> kept(Dataset<Row> edges) {
    return Snapshot.of(
        edges
            .groupBy(col(COMPONENT).as("kept_component"))
            .agg(min(struct(col(EARLY_PLACE).as("place"), col(EARLY).as("id"))).as("first"))
            .select(col("kept_component"), col("first.id").as(SURVIVOR)));
  }

  /** Returns each edge in both directions. */
  private static Dataset<Row> bothWays(Dataset<Row> edges) {
    return edges
        .select(
            col(COMPONENT),
            col(EARLY).as("from"),
            col(EARLY_PLACE).as("from_place"),
            col(LATE).as("to"),
            col(SIMILARITY),
            col(RULE))
        .union(
            edges.select(
                col(COMPONENT),
                col(LATE).as("from"),
                col(LATE_PLACE).as("from_place"),
                col(EARLY).as("to"),
                col(SIMILARITY),
                col(RULE)));
  }

  private static Dataset<Row> inTasks(Dataset<Row> edges, Dataset<Row> kept) {
    return BreadthFirst.of(
        bothWays(edges)
            .join(kept, col(COMPONENT).equalTo(col("kept_component")))
            .withColumn("from_depth", when(col("from").equalTo(col(SURVIVOR)), 0))
            .select(
                col(COMPONENT),
                col("from"),
                col("to"),
                lit(1).as("length"),
                col("from_depth"),
                col(SURVIVOR).as("root"))
            .repartition(col(COMPONENT)));
  }

  private Dataset<Row> inRounds(Dataset<Row> edges, Dataset<Row> kept) {
    if (edges.isEmpty()) {
      return BreadthFirst.none(edges.sparkSession());
    }
    Dataset<Row> frontier =
        kept.join(
                edges.select(COMPONENT).distinct(),
                col(COMPONENT).equalTo(col("kept_component")),
                "left_semi")
            .select(col(SURVIVOR).as("id"), col(SURVIVOR).as(REPRESENTATIVE));
    Dataset<Row> reached =
        frontier.select(col("id"), col(REPRESENTATIVE), lit(0).as("depth")).limit(0);
    Dataset<Row> open = without(bothWays(edges).select("from", "to"), frontier);
    int depth = 0;
    long left = open.count();
    boolean slow = false;
    long tried = Long.MAX_VALUE;
    while (left > taskEdges) {
      if (slow) {
        Paths paths = new Paths(open, frontier, depth);
        Dataset<Row> rest = paths.depths(taskEdges);
        rounds += paths.jumps();
        if (rest != null) {
          return reached.union(rest);
        }
      }
      depth++;
      rounds++;
      frontier =
          Snapshot.of(
              open.join(frontier, col("from").equalTo(col("id")))
                  .groupBy(col("to").as("id"))
                  .agg(min(REPRESENTATIVE).as(REPRESENTATIVE)));
      reached = reached.union(frontier.withColumn("depth", lit(depth)));
      open = without(open, frontier);
      long before = left;
      left = open.count();
      // Looking for paths costs some rounds, so it waits for a graph that has changed much.
      tried = slow ? left : tried;
      slow = left > before / 2 && left <= tried / 2;
    }
    // A row that was reached before the last round has no neighbour without a distance.
    return reached.union(
        BreadthFirst.of(
            open.join(frontier, col("from").equalTo(col("id")), "left")
                .select(
                    lit("").as(COMPONENT),
                    col("from"),
                    col("to"),
                    lit(1).as("length"),
                    when(col("id").isNotNull(), depth).as("from_depth"),
                    col(REPRESENTATIVE).as("root"))
                .repartition(1)));
  }

  private static Dataset<Row> without(Dataset<Row> open, Dataset<Row> frontier) {
    return Snapshot.of(open.join(frontier, col("to").equalTo(col("id")), "left_anti"));
  }
}
