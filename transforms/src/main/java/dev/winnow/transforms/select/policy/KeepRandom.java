package dev.winnow.transforms.select.policy;

import static org.apache.spark.sql.functions.lit;

import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyOrder;
import dev.winnow.transforms.select.order.Ties;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keeps rows by a hash of id and seed. Nested. */
public final class KeepRandom implements Policy {

  @Override
  public PolicyOrder order(Dataset<Row> scored, long seed) {
    return new PolicyOrder(scored, Ties.broken(seed), lit("pruned_random"));
  }
}
