package dev.winnow.transforms.select.policy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyOrder;
import dev.winnow.transforms.select.order.Ties;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keeps the lowest scores. Nested. */
public final class KeepEasy implements Policy {

  @Override
  public PolicyOrder order(Dataset<Row> scored, long seed) {
    return new PolicyOrder(scored, Ties.broken(seed, col("score").asc()), lit("pruned_hard"));
  }
}
