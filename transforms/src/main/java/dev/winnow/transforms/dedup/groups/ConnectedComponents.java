package dev.winnow.transforms.dedup.groups;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import dev.winnow.transforms.task.Required;
import dev.winnow.transforms.task.Snapshot;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Connected components of a graph that is given by its edges.
 *
 * <p>Large-star and small-star alternate (Kiveris, Lattanzi, Mirrokni, Rastogi and Vassilvitskii
 * 2014, Connected Components in MapReduce and Beyond) until every component is a star around its
 * least id. The number of rounds is at most of order log² n, in practice about log2 of the longest
 * shortest path. A round is two aggregations, two joins and one test for the end, each of at most
 * twice as many rows as there are edges. Its result is a {@link Snapshot}. A join streams the edges
 * past one row per id: an id with very many edges makes a long task, not a large one.
 *
 * @see <a href="https://doi.org/10.1145/2670979.2670997">Kiveris et al. 2014</a>
 */
public final class ConnectedComponents {

  /** Number of distinct edges up to which one task joins them. */
  public static final int TASK_EDGES = 1 << 17;

  private static final String UPPER = "winnow_upper";
  private static final String LOWER = "winnow_lower";
  private static final String LEAST = "winnow_least";
  private static final String NODE = "winnow_node";

  /**
   * Components of a graph.
   *
   * @param components {@code id} and {@code component}
   * @param rounds number of rounds that were run; 0 if one task joined the edges
   */
  public record Labelled(Dataset<Row> components, int rounds) {}

  /**
   * Returns each id of an edge once: {@code id} and {@code component} (strings), the least id that
   * it is connected to, in the byte order of UTF-8. Edges have no direction and may repeat. An edge
   * from an id to itself adds the id and nothing else. Without edges there are no rows. Runs the
   * jobs of all rounds before it returns.
   *
   * <p>At most {@value #TASK_EDGES} distinct edges are joined in one task instead of in rounds. The
   * task needs about 100 bytes for each id, and the id's characters. The result is the same.
   *
   * @param edges columns {@code a} and {@code b} (strings, not null: a null fails the job)
   */
  public static Dataset<Row> of(Dataset<Row> edges) {
    return labelled(edges, TASK_EDGES).components();
  }

  /**
   * Returns the components like {@link #of}, and the number of rounds.
   *
   * @param taskEdges greatest number of distinct edges that one task joins
   */
  public static Labelled labelled(Dataset<Row> edges, long taskEdges) {
    Dataset<Row> links = links(edges);
    return links.count() <= taskEdges
        ? new Labelled(OneTaskComponents.of(links, UPPER, LOWER), 0)
        : stars(links);
  }

  /**
   * Returns the components like {@link #of}, for ids of any type that Spark orders, and always in
   * rounds.
   *
   * @param edges columns {@code a} and {@code b} (of one type, not null: a null fails the job)
   */
  public static Dataset<Row> inRounds(Dataset<Row> edges) {
    return stars(links(edges)).components();
  }

  private static Dataset<Row> links(Dataset<Row> edges) {
    Column a = Required.value(col("a"), "edges must have two ids, column a is null");
    Column b = Required.value(col("b"), "edges must have two ids, column b is null");
    return Snapshot.of(edges.select(greatest(a, b).as(UPPER), least(a, b).as(LOWER)).distinct());
  }

  private static Labelled stars(Dataset<Row> links) {
    Dataset<Row> stars = links.filter(col(UPPER).notEqual(col(LOWER)));
    int rounds = 0;
    while (!isStars(stars)) {
      stars = Snapshot.of(smallStar(largeStar(stars)));
      rounds++;
    }
    Dataset<Row> components =
        stars
            .union(stars.select(LOWER, LOWER))
            .union(links.filter(col(UPPER).equalTo(col(LOWER))))
            .groupBy(col(UPPER).as("id"))
            .agg(min(LOWER).as("component"));
    return new Labelled(components, rounds);
  }

  /** Returns whether no id has both a larger and a smaller neighbour, or two smaller ones. */
  private static boolean isStars(Dataset<Row> links) {
    return links
        .select(col(UPPER).as(NODE), lit(1).as("above"))
        .union(links.select(col(LOWER).as(NODE), lit(0).as("above")))
        .groupBy(NODE)
        .agg(sum("above").as("above"), count(lit(1)).as("ends"))
        .filter("above > 0 and ends > 1")
        .isEmpty();
  }

  /** Connects the larger neighbours of each id to the least of its neighbours and itself. */
  private static Dataset<Row> largeStar(Dataset<Row> links) {
    return links
        .join(leastNeighbours(links), col(LOWER).equalTo(col(NODE)), "left")
        .select(col(UPPER), coalesce(col(LEAST), col(LOWER)).as(LOWER))
        .distinct();
  }

  /** Connects each id and its smaller neighbours to the least of them. */
  private static Dataset<Row> smallStar(Dataset<Row> links) {
    Dataset<Row> least = leastNeighbours(links);
    return links
        .join(least, col(UPPER).equalTo(col(NODE)))
        .filter(col(LOWER).notEqual(col(LEAST)))
        .select(col(LOWER).as(UPPER), col(LEAST).as(LOWER))
        .union(least.select(NODE, LEAST))
        .distinct();
  }

  /** Returns the least neighbour of each id that has a smaller neighbour. */
  private static Dataset<Row> leastNeighbours(Dataset<Row> links) {
    return links.groupBy(col(UPPER).as(NODE)).agg(min(LOWER).as(LEAST));
  }

  private ConnectedComponents() {}
}
