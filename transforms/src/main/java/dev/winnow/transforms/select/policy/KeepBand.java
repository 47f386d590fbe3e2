package dev.winnow.transforms.select.policy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.OrderStatistic;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyOrder;
import dev.winnow.transforms.select.order.Ties;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps rows whose score lies between two quantiles: with n rows, those at the places from
 * floor(lower n + 0.5) + 1 to floor(upper n + 0.5) from the lowest score, ties by hash.
 *
 * <p>A cut smaller than the band takes rows of it by hash, so it stays as wide as the band; a
 * larger one goes on with the rows whose scores lie nearest to it. Nested for one band. One count
 * and one sort more, for the band's ends.
 */
public final class KeepBand implements Policy {

  private static final String PLACE = "winnow_band";

  private final BigDecimal lower;
  private final BigDecimal upper;

  /**
   * @param lower quantile, in [0, upper)
   * @param upper quantile, at most 1
   */
  public KeepBand(BigDecimal lower, BigDecimal upper) {
    if (lower.signum() < 0 || upper.compareTo(BigDecimal.ONE) > 0 || lower.compareTo(upper) >= 0) {
      throw new IllegalArgumentException(
          "band must be two ascending quantiles in [0, 1], got " + lower + " and " + upper);
    }
    this.lower = lower;
    this.upper = upper;
  }

  @Override
  public PolicyOrder order(Dataset<Row> scored, long seed) {
    long n = scored.count();
    if (n == 0) {
      return new KeepRandom().order(scored, seed);
    }
    Column score = col("score");
    Column hash = Ties.hash(seed);
    long below = KeepCount.keptRows(lower, n);
    long last = Math.max(KeepCount.keptRows(upper, n), Math.min(below + 1, n));
    long first = Math.min(below + 1, last);
    List<OrderStatistic> ends = OrderStatistic.at(scored, score, hash, first, last);
    OrderStatistic low = ends.get(0);
    OrderStatistic high = ends.get(1);
    Column isLow = low.holds(score, hash).and(col("id").notEqual(lit(low.id())));
    Dataset<Row> rows =
        scored.withColumn(PLACE, when(isLow, -1).when(high.holds(score, hash), 0).otherwise(1));
    Column outside = when(col(PLACE).equalTo(0), 0).otherwise(1);
    Column gap =
        when(
            outside.equalTo(1),
            greatest(lit(low.value()).minus(score), score.minus(lit(high.value()))));
    return new PolicyOrder(
        rows,
        Ties.broken(seed, outside.asc(), gap.asc()),
        when(col(PLACE).equalTo(-1), "pruned_easy")
            .when(col(PLACE).equalTo(1), "pruned_hard")
            .otherwise("pruned_random"));
  }
}
