package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Duplicates.RULE;
import static dev.winnow.schemas.Duplicates.SIMILARITY;
import static dev.winnow.schemas.Pairs.ACCEPTED;
import static dev.winnow.schemas.Pairs.LEFT_ID;
import static dev.winnow.schemas.Pairs.REFUSED_BY;
import static dev.winnow.schemas.Pairs.RIGHT_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.schemas.Pairs;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Writes table {@code pairs}, the evidence of the search for near duplicates. */
final class PairsTable {

  /**
   * Most refused pairs of a rule and a reason that are listed. A person looks at hundreds; a plot
   * of the similarities below the threshold needs some thousands.
   */
  static final int REFUSED = 10_000;

  /** Name under which {@link #countByReason} has the accepted pairs. */
  static final String NOT_REFUSED = "";

  private static final String NEAREST = "winnow_nearest";

  /** Writes the pairs of a search; returns the version of the table. */
  static long write(RunContext run, String key, Dataset<Row> pairs) {
    return run.write(Stage.DEDUP, key, Pairs.SPEC, listed(pairs, REFUSED), Map.of());
  }

  /**
   * Returns all accepted pairs and, for each rule and reason, the most similar refused ones, ties
   * by ids.
   *
   * @param pairs left_id, right_id, similarity, rule and refused_by, null for an accepted pair
   */
  static Dataset<Row> listed(Dataset<Row> pairs, int refused) {
    Dataset<Row> ordered =
        pairs.select(
            least(col(LEFT_ID), col(RIGHT_ID)).as(LEFT_ID),
            greatest(col(LEFT_ID), col(RIGHT_ID)).as(RIGHT_ID),
            col(RULE),
            col(SIMILARITY),
            col(REFUSED_BY).isNull().as(ACCEPTED),
            col(REFUSED_BY));
    // Spark keeps the first rows of each partition before it moves any, because of the filter.
    Dataset<Row> nearest =
        ordered
            .where(col(REFUSED_BY).isNotNull())
            .withColumn(
                NEAREST,
                row_number()
                    .over(
                        Window.partitionBy(RULE, REFUSED_BY)
                            .orderBy(col(SIMILARITY).desc(), col(LEFT_ID), col(RIGHT_ID))))
            .where(col(NEAREST).leq(refused))
            .drop(NEAREST);
    return ordered.where(col(REFUSED_BY).isNull()).union(nearest);
  }

  /**
   * Counts the pairs by the reason for which they are refused, and the accepted ones, perhaps 0,
   * under {@value #NOT_REFUSED}. Costs one Spark job.
   */
  static Map<String, Long> countByReason(Dataset<Row> pairs) {
    Map<String, Long> counts = new TreeMap<>(Map.of(NOT_REFUSED, 0L));
    for (Row row : pairs.groupBy(REFUSED_BY).agg(count(lit(1))).collectAsList()) {
      counts.put(row.isNullAt(0) ? NOT_REFUSED : row.getString(0), row.getLong(1));
    }
    return counts;
  }

  private PairsTable() {}
}
