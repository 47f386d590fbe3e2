package dev.winnow.transforms.select;

import java.math.BigDecimal;

/**
 * Floor under every class of rows.
 *
 * @param column string column of the classes; rows without a class have no floor
 * @param share share of the floor, in [0, 1], with at most six decimals
 * @param form number of rows that the share refers to
 */
public record ClassFloor(String column, BigDecimal share, BalanceForm form) {

  private static final long DENOMINATOR = 1_000_000;

  public ClassFloor {
    if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("floor must be in [0, 1], got " + share);
    }
    if (share.stripTrailingZeros().scale() > 6) {
      throw new IllegalArgumentException("floor must have at most six decimals, got " + share);
    }
  }

  /** Returns the floors of classes whose sizes are known. */
  public ClassFloors over(long[] sizes, long rows) {
    return new ClassFloors(millionths(), DENOMINATOR, form, sizes, rows);
  }

  private long millionths() {
    return share.movePointRight(6).longValueExact();
  }
}
