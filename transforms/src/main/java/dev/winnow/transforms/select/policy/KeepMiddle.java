package dev.winnow.transforms.select.policy;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.transforms.select.order.OrderStatistic;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyOrder;
import dev.winnow.transforms.select.order.Ties;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps the scores closest to the lower median. Nested. One count and one sort more, for the
 * median.
 *
 * @see <a href="https://openreview.net/forum?id=7D5EECbOaf9">Xia et al. 2023</a>, moderate coreset
 */
public final class KeepMiddle implements Policy {

  @Override
  public PolicyOrder order(Dataset<Row> scored, long seed) {
    long n = scored.count();
    double median =
        n == 0
            ? 0
            : OrderStatistic.at(scored, col("score"), Ties.hash(seed), (n + 1) / 2).get(0).value();
    return new PolicyOrder(
        scored,
        Ties.broken(seed, abs(col("score").minus(lit(median))).asc()),
        lit("pruned_middle"));
  }
}
