package dev.winnow.transforms.select.policy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.OrderStatistic;
import dev.winnow.transforms.select.order.Ties;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Moves the rows furthest from every prototype behind all others of a keep-hard order, since
 * outliers are the hardest rows of all: with a guard of g, floor(g n + 0.5) of them. They are kept
 * only after all others, the nearest first.
 */
final class OutlierGuard {

  private static final String GUARDED = "winnow_guarded";
  private static final String DISTANCE = "distance";

  private final BigDecimal share;

  /**
   * @param share in [0, 1]; with 0 nothing is guarded and the column {@code distance} not needed
   */
  OutlierGuard(BigDecimal share) {
    if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("outlier_guard must be in [0, 1], got " + share);
    }
    this.share = share;
  }

  /** The rows with a mark on the guarded ones; with a share above 0 a count and a sort. */
  Dataset<Row> mark(Dataset<Row> rows, long seed) {
    Column guarded = lit(false);
    if (share.signum() > 0) {
      long n = rows.count();
      long count = KeepCount.keptRows(share, n);
      guarded = OrderStatistic.first(rows, col(DISTANCE).multiply(-1), Ties.hash(seed), count, n);
    }
    return rows.withColumn(GUARDED, guarded);
  }

  /** The hardest rows first, the guarded ones behind. */
  List<Column> hardestFirst(long seed) {
    List<Column> keys = new ArrayList<>();
    if (share.signum() > 0) {
      keys.add(col(GUARDED).asc());
      keys.add(when(col(GUARDED), col(DISTANCE)).asc());
    }
    keys.addAll(Ties.broken(seed, col("score").desc()));
    return keys;
  }

  /** Dropped rows are too easy, or outliers. */
  Column dropped() {
    return when(col(GUARDED), lit("pruned_hard")).otherwise(lit("pruned_easy"));
  }
}
