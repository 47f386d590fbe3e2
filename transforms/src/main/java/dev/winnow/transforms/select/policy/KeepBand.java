package dev.winnow.transforms.select.policy;

import static dev.winnow.schemas.Decisions.SCORE;
import static dev.winnow.schemas.Examples.ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.OrderStatistic;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyFacts;
import dev.winnow.transforms.select.order.PolicyOrder;
import dev.winnow.transforms.select.order.RadixSelect;
import dev.winnow.transforms.select.order.Ties;
import java.math.BigDecimal;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps the rows whose score lies between two quantiles. Of n rows, these are the places from
 * floor(lower n + 0.5) + 1 to floor(upper n + 0.5), counted from the lowest score, ties by hash.
 *
 * <p>A cut that is smaller than the band takes rows of the band by hash, so it stays as wide as the
 * band. A larger cut goes on with the rows whose scores lie nearest to the band. Nested for one
 * band. The ends of the band cost two selections more, see {@link RadixSelect}.
 */
public final class KeepBand implements Policy {

  static final PolicyFacts FACTS = PolicyFacts.of(Reason.PRUNED_RANDOM);

  private static final String PLACE = "winnow_band";

  private final BigDecimal lower;
  private final BigDecimal upper;

  /**
   * @param lower lower quantile, in [0, upper)
   * @param upper upper quantile, at most 1
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
  public PolicyOrder order(Dataset<Row> scored, long n, long seed) {
    if (n == 0) {
      return new KeepRandom().order(scored, n, seed);
    }
    Column score = col(SCORE);
    Column hash = Ties.hash(seed);
    long below = KeepCount.keptRows(lower, n);
    long last = Math.max(KeepCount.keptRows(upper, n), Math.min(below + 1, n));
    long first = Math.min(below + 1, last);
    OrderStatistic low = RadixSelect.find(scored, score, hash, first, n);
    OrderStatistic high = RadixSelect.find(scored, score, hash, last, n);
    Column isLow = low.holds(score, hash).and(col(ID).notEqual(lit(low.id())));
    Dataset<Row> rows =
        scored.withColumn(PLACE, when(isLow, -1).when(high.holds(score, hash), 0).otherwise(1));
    Column outside = when(col(PLACE).equalTo(0), 0).otherwise(1);
    Column gap =
        when(
            outside.equalTo(1),
            greatest(lit(low.value()).minus(score), score.minus(lit(high.value()))));
    return new PolicyOrder(
        rows,
        Ties.keys(seed, outside.asc(), gap.asc()),
        when(col(PLACE).equalTo(-1), Reason.PRUNED_EASY.word())
            .when(col(PLACE).equalTo(1), Reason.PRUNED_HARD.word())
            .otherwise(Reason.PRUNED_RANDOM.word()));
  }
}
