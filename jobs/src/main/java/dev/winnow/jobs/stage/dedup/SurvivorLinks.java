package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.schemas.Pairs.LEFT_ID;
import static dev.winnow.schemas.Pairs.RIGHT_ID;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts the pairs of survivors that a pair of near duplicates links: a copy went with one
 * survivor, and its twin with the other or is the other. The rule of connected groups leaves no
 * such pair; the greedy rule does, because it compares a row with survivors alone.
 */
final class SurvivorLinks {

  /**
   * Returns the number of linked pairs of survivors. Costs one Spark job with two joins.
   *
   * @param pairs left_id and right_id of the accepted pairs
   * @param dropped id and representative of the rows that were dropped for them
   */
  static long count(Dataset<Row> pairs, Dataset<Row> dropped) {
    Dataset<Row> left =
        dropped.select(col("id").as("winnow_left"), col(REPRESENTATIVE).as("left_end"));
    Dataset<Row> right =
        dropped.select(col("id").as("winnow_right"), col(REPRESENTATIVE).as("right_end"));
    Column first = coalesce(col("left_end"), col(LEFT_ID));
    Column second = coalesce(col("right_end"), col(RIGHT_ID));
    return pairs
        .join(left, col(LEFT_ID).equalTo(col("winnow_left")), "left")
        .join(right, col(RIGHT_ID).equalTo(col("winnow_right")), "left")
        .where(first.notEqual(second))
        .select(least(first, second), greatest(first, second))
        .distinct()
        .count();
  }

  private SurvivorLinks() {}
}
