package dev.winnow.transforms.select.policy;

import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyOrder;
import java.math.BigDecimal;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps the highest scores. Nested. With an outlier guard the rows need the column {@code
 * distance}, to the nearest prototype, and a count and a sort more.
 *
 * @see <a href="https://arxiv.org/abs/2206.14486">Sorscher et al. 2022</a>
 */
public final class KeepHard implements Policy {

  private final OutlierGuard guard;

  /**
   * @param outlierGuard share of the rows, those furthest from every prototype, that are kept only
   *     after all others, in [0, 1]
   */
  public KeepHard(BigDecimal outlierGuard) {
    this.guard = new OutlierGuard(outlierGuard);
  }

  @Override
  public PolicyOrder order(Dataset<Row> scored, long seed) {
    return new PolicyOrder(guard.mark(scored, seed), guard.hardestFirst(seed), guard.dropped());
  }
}
