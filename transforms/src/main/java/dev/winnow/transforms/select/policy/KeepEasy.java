package dev.winnow.transforms.select.policy;

import static dev.winnow.schemas.Decisions.SCORE;
import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.PolicyFacts;
import dev.winnow.transforms.select.order.ScoreOrder;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keeps the lowest scores. Nested. */
public final class KeepEasy implements ScoreOrder {

  static final PolicyFacts FACTS = PolicyFacts.of(new KeepEasy());

  @Override
  public Column key(Dataset<Row> scored, long rows, long seed) {
    return col(SCORE);
  }

  @Override
  public Reason dropped() {
    return Reason.PRUNED_HARD;
  }
}
