package dev.winnow.transforms.select.policy;

import static dev.winnow.schemas.Decisions.SCORE;
import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyFacts;
import dev.winnow.transforms.select.order.PolicyOrder;
import dev.winnow.transforms.select.order.ScoreOrder;
import dev.winnow.transforms.select.order.Ties;
import java.math.BigDecimal;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps the highest scores. Nested. With an outlier guard the rows need the column {@code
 * distance}, to the nearest prototype, and one selection more.
 *
 * @see <a href="https://arxiv.org/abs/2206.14486">Sorscher et al. 2022</a>
 */
public final class KeepHard implements Policy {

  static final PolicyFacts FACTS = PolicyFacts.of(new HardestFirst()).withOutlierGuard();

  private final OutlierGuard guard;

  /**
   * @param outlierGuard share of the rows that are kept only after all others, in [0, 1]: those
   *     furthest from every prototype
   */
  public KeepHard(BigDecimal outlierGuard) {
    this.guard = new OutlierGuard(outlierGuard);
  }

  @Override
  public PolicyOrder order(Dataset<Row> scored, long rows, long seed) {
    return new PolicyOrder(
        guard.mark(scored, rows, seed), guard.hardestFirst(seed), guard.dropped());
  }

  /** Order without an outlier guard, which the score alone makes. */
  private static final class HardestFirst implements ScoreOrder {

    @Override
    public Column key(Dataset<Row> scored, long rows, long seed) {
      return Ties.descending(col(SCORE));
    }

    @Override
    public Reason dropped() {
      return Reason.PRUNED_EASY;
    }
  }
}
