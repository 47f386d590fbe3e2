package dev.winnow.transforms.select.policy;

import static dev.winnow.schemas.Decisions.SCORE;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.PolicyFacts;
import dev.winnow.transforms.select.order.RadixSelect;
import dev.winnow.transforms.select.order.ScoreOrder;
import dev.winnow.transforms.select.order.Ties;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps the scores closest to the lower median. Nested. The median costs one selection more, see
 * {@link RadixSelect}.
 *
 * @see <a href="https://openreview.net/forum?id=7D5EECbOaf9">Xia et al. 2023</a>, moderate coreset
 */
public final class KeepMiddle implements ScoreOrder {

  static final PolicyFacts FACTS = PolicyFacts.of(new KeepMiddle());

  /** Returns the distance to the lower median. */
  @Override
  public Column key(Dataset<Row> scored, long rows, long seed) {
    Column score = col(SCORE);
    double median =
        rows == 0
            ? 0
            : RadixSelect.find(scored, score, Ties.hash(seed), (rows + 1) / 2, rows).value();
    return abs(score.minus(lit(median)));
  }

  @Override
  public Reason dropped() {
    return Reason.PRUNED_MIDDLE;
  }
}
