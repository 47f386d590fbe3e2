package dev.winnow.transforms.select.policy;

import static dev.winnow.schemas.Decisions.SCORE;
import static dev.winnow.transforms.select.order.Policy.DISTANCE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.RadixSelect;
import dev.winnow.transforms.select.order.Ties;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Moves the rows furthest from every prototype after all others of a keep-hard order, since
 * outliers are the hardest rows of all. A guard of g moves floor(g n + 0.5) rows. They are kept
 * only after all others, the nearest first.
 */
final class OutlierGuard {

  private static final String GUARDED = "winnow_guarded";

  private final BigDecimal share;

  /**
   * @param share share of guarded rows, in [0, 1]; with 0 the column {@code distance} is not read
   */
  OutlierGuard(BigDecimal share) {
    if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("outlier_guard must be in [0, 1], got " + share);
    }
    this.share = share;
  }

  /**
   * Returns the rows with a mark on the guarded ones. A share above 0 costs a selection.
   *
   * @param n number of rows
   */
  Dataset<Row> mark(Dataset<Row> rows, long n, long seed) {
    Column guarded = lit(false);
    if (share.signum() > 0) {
      Column furthestFirst = Ties.descending(col(DISTANCE));
      long count = KeepCount.keptRows(share, n);
      guarded = RadixSelect.isFirst(rows, furthestFirst, Ties.hash(seed), count, n);
    }
    return rows.withColumn(GUARDED, guarded);
  }

  /** Returns the sort keys: the hardest rows first, and the guarded rows after all others. */
  List<Column> hardestFirst(long seed) {
    List<Column> keys = new ArrayList<>();
    if (share.signum() > 0) {
      keys.add(col(GUARDED).asc());
      keys.add(when(col(GUARDED), col(DISTANCE)).asc());
    }
    keys.addAll(Ties.keys(seed, col(SCORE).desc()));
    return keys;
  }

  /** Returns the reason of a dropped row: it is too easy, or an outlier. */
  Column dropped() {
    return when(col(GUARDED), lit(Reason.PRUNED_HARD.word()))
        .otherwise(lit(Reason.PRUNED_EASY.word()));
  }
}
