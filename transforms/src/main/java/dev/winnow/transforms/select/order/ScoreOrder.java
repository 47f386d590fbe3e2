package dev.winnow.transforms.select.order;

import static org.apache.spark.sql.functions.lit;

import dev.winnow.schemas.Reason;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A policy that orders by the score alone: rows are sorted by one key made of the score, ascending,
 * and rows of equal keys by hash, then id. Hence the order without a floor can be found again from
 * the scores that decisions hold.
 */
public interface ScoreOrder extends Policy {

  /**
   * Returns the sort key, of type double.
   *
   * @param scored the rows, for keys that depend on all scores
   * @param rows number of rows
   * @param seed seed of the hash that breaks ties
   */
  Column key(Dataset<Row> scored, long rows, long seed);

  /** Returns the reason of every row that a cut drops. */
  Reason dropped();

  @Override
  default PolicyOrder order(Dataset<Row> scored, long rows, long seed) {
    return new PolicyOrder(
        scored, Ties.keys(seed, key(scored, rows, seed).asc()), lit(dropped().word()));
  }
}
