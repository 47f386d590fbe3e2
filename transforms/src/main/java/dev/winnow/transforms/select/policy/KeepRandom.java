package dev.winnow.transforms.select.policy;

import static org.apache.spark.sql.functions.lit;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.PolicyFacts;
import dev.winnow.transforms.select.order.ScoreOrder;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keeps rows by a hash of id and seed. Nested. */
public final class KeepRandom implements ScoreOrder {

  static final PolicyFacts FACTS = PolicyFacts.of(new KeepRandom());

  /** Returns one key for all rows, so that the hash decides. */
  @Override
  public Column key(Dataset<Row> scored, long rows, long seed) {
    return lit(0.0);
  }

  @Override
  public Reason dropped() {
    return Reason.PRUNED_RANDOM;
  }
}
