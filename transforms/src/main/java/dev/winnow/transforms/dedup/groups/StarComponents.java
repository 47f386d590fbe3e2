package dev.winnow.transforms.dedup.groups;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Connected components of a graph by alternating stars: neighbours are hung from their least, first
 * those above a vertex, then those below it, until every component is one star.
 *
 * <p>A round takes two aggregations, two joins and a job; graphs of n vertices take O(log^2 n)
 * rounds.
 *
 * @see <a href="https://doi.org/10.1145/2670979.2670997">Kiveris et al. 2014, Connected Components
 *     in MapReduce and Beyond</a>
 */
public final class StarComponents implements AutoCloseable {

  /** Far above what the bound gives for any number of vertices that fits a long. */
  private static final int MOST_ROUNDS = 4096;

  private final Deque<JavaRDD<Row>> held = new ArrayDeque<>();

  /**
   * Returns (vertex, root) for every vertex of an edge, where the root is the least vertex of the
   * component. Valid until this is closed.
   *
   * @param edges of long columns {@code later} and {@code earlier}, which differ
   */
  public Dataset<Row> of(Dataset<Row> edges) {
    Dataset<Row> stars =
        cut(
            edges
                .select(
                    greatest(col("later"), col("earlier")).as("high"),
                    least(col("later"), col("earlier")).as("low"))
                .distinct());
    Row before = checksum(stars);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      stars = cut(small(large(stars)));
      Row after = checksum(stars);
      while (held.size() > 1) {
        held.removeFirst().unpersist(false);
      }
      if (after.equals(before)) {
        Dataset<Row> roots = stars.select(col("low").as("vertex"), col("low").as("root"));
        return stars
            .select(col("high").as("vertex"), col("low").as("root"))
            .union(roots.distinct());
      }
      before = after;
    }
    throw new IllegalStateException("components have not settled in " + MOST_ROUNDS + " rounds");
  }

  /** Hangs the greater neighbours of each vertex from the least of it and its neighbours. */
  private static Dataset<Row> large(Dataset<Row> edges) {
    Dataset<Row> both =
        edges
            .select(col("high").as("vertex"), col("low").as("other"))
            .union(edges.select(col("low").as("vertex"), col("high").as("other")));
    Dataset<Row> leasts =
        both.groupBy("vertex").agg(least(col("vertex"), min(col("other"))).as("low"));
    return both.join(leasts, "vertex")
        .where(col("other").gt(col("vertex")))
        .select(col("other").as("high"), col("low"))
        .distinct();
  }

  /** Hangs each vertex and its lesser neighbours from the least of them. */
  private static Dataset<Row> small(Dataset<Row> edges) {
    Dataset<Row> leasts = edges.groupBy("high").agg(min("low").as("least"));
    Dataset<Row> joined = edges.join(leasts, "high");
    return joined
        .select(col("low").as("high"), col("least").as("low"))
        .where(col("high").notEqual(col("low")))
        .union(leasts.select(col("high"), col("least").as("low")))
        .distinct();
  }

  /** Equal sets of edges have equal ones; that others do is as likely as equal 64-bit hashes. */
  private static Row checksum(Dataset<Row> edges) {
    return edges.agg(count(lit(1)), expr("bit_xor(xxhash64(high, low))")).first();
  }

  /** Holds the rows and forgets the plan that made them, which would double in each round. */
  private Dataset<Row> cut(Dataset<Row> edges) {
    JavaRDD<Row> rows = edges.javaRDD().persist(StorageLevel.MEMORY_AND_DISK());
    held.add(rows);
    return edges.sparkSession().createDataFrame(rows, edges.schema());
  }

  @Override
  public void close() {
    held.forEach(rows -> rows.unpersist(false));
    held.clear();
  }
}
