package dev.winnow.transforms.dedup;

import static dev.winnow.transforms.dedup.Neighbours.EARLY;
import static dev.winnow.transforms.dedup.Neighbours.LATE;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import dev.winnow.transforms.task.Snapshot;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Chains of undecided rows of {@link GreedyRule}: rows that have one undecided row before them. Of
 * such a row and its neighbour, exactly one stays. So a row of a chain goes if it is an odd number
 * of steps away from a row that stays.
 *
 * <p>Each row points to its neighbour, then to the neighbour's neighbour, and so on: each jump
 * doubles the distance (Wyllie 1979, The complexity of parallel computations). The number of jumps
 * grows with the logarithm of the longest chain.
 */
final class Chains {

  private static final String ROW = "winnow_row";
  private static final String END = "winnow_end";
  private static final String ODD = "winnow_odd";

  private final Dataset<Row> edges;
  private int jumps;

  /**
   * @param edges early and late id of undecided rows; each pair once
   */
  Chains(Dataset<Row> edges) {
    this.edges = edges;
  }

  /** Returns the number of jumps that were made. */
  int jumps() {
    return jumps;
  }

  /**
   * Returns the rows {@code gone} of the chains that begin at a row that no undecided row precedes.
   * Costs two Spark jobs a jump, and two before and after.
   */
  Dataset<Row> gone() {
    Dataset<Row> links =
        Snapshot.of(
            edges
                .groupBy(col(LATE).as(ROW))
                .agg(count(lit(1)).as("earlier"), min(EARLY).as(END))
                .filter(col("earlier").equalTo(1))
                .select(col(ROW), col(END), lit(true).as(ODD), lit(true).as("moved")));
    while (!links.filter(col("moved")).isEmpty()) {
      links = Snapshot.of(jumped(links));
      jumps++;
    }
    Dataset<Row> preceded = edges.select(col(LATE).as("preceded")).distinct();
    return Snapshot.of(
        links
            .filter(col(ODD))
            .join(preceded, col(END).equalTo(col("preceded")), "left_anti")
            .select(col(ROW).as("gone")));
  }

  private static Dataset<Row> jumped(Dataset<Row> links) {
    Dataset<Row> next =
        links.select(col(ROW).as("at"), col(END).as("next_end"), col(ODD).as("next_odd"));
    Column odd = coalesce(col("next_odd"), lit(false));
    return links
        .join(next, col(END).equalTo(col("at")), "left")
        .select(
            col(ROW),
            coalesce(col("next_end"), col(END)).as(END),
            col(ODD).notEqual(odd).as(ODD),
            col("next_end").isNotNull().as("moved"));
  }
}
