package dev.winnow.transforms.select.order;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Size of a cut: a share of the rows, or a number of rows.
 *
 * @param share share of the rows, in (0, 1]; null for a number
 * @param rows number of rows, at least 1; null for a share
 */
public record KeepCount(BigDecimal share, Long rows) {

  public KeepCount {
    if ((share == null) == (rows == null)) {
      throw new IllegalArgumentException("exactly one of share and rows must be given");
    }
    if (share != null && (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) > 0)) {
      throw new IllegalArgumentException("keepFraction must be in (0, 1], got " + share);
    }
    if (rows != null && rows < 1) {
      throw new IllegalArgumentException("target_rows must be at least 1, got " + rows);
    }
  }

  /** Returns a size given as a share of the rows, rounded half up. */
  public static KeepCount share(BigDecimal share) {
    return new KeepCount(share, null);
  }

  /** Returns a size given as a number of rows; all rows where there are fewer. */
  public static KeepCount rows(long rows) {
    return new KeepCount(null, rows);
  }

  /** Returns the number of rows that a cut of n rows keeps. */
  public long rowsOf(long n) {
    return share == null ? Math.min(rows, n) : keptRows(share, n);
  }

  /** Returns the number of rows in a share of the rows: floor(keepFraction rows + 0.5). */
  public static long keptRows(BigDecimal keepFraction, long rows) {
    return keepFraction
        .multiply(BigDecimal.valueOf(rows))
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }
}
