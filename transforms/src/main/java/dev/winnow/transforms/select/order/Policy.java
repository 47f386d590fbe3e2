package dev.winnow.transforms.select.order;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rule that decides which rows survive a cut, as a total order of the rows. A cut keeps a prefix of
 * the order, so with every policy sizes are exact and a smaller cut lies inside a larger one.
 */
public interface Policy {

  /** Column of the cosine distance to the nearest prototype, which some policies read. */
  String DISTANCE = "distance";

  /**
   * Orders rows of {@code id}, {@code score} and the columns that the policy names.
   *
   * @param scored rows with finite scores
   * @param rows number of rows
   * @param seed seed of all draws of the policy
   */
  PolicyOrder order(Dataset<Row> scored, long rows, long seed);
}
