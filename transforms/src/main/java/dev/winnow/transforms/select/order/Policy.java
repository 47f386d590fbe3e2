package dev.winnow.transforms.select.order;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What survives a cut: a total order of the rows, of which a cut keeps a prefix. So with every
 * policy sizes are exact and a smaller cut lies inside a larger one.
 */
public interface Policy {

  /**
   * The order of rows of {@code id} and {@code score}, and of the columns that the policy names.
   * Scores are finite.
   *
   * @param seed of what is drawn
   */
  PolicyOrder order(Dataset<Row> scored, long seed);
}
