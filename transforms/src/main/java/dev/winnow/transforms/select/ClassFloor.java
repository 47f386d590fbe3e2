package dev.winnow.transforms.select;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Floor under every class of rows.
 *
 * @param column string column of the classes; rows without a class have no floor
 * @param share share of the floor, in [0, 1], with at most six decimals
 * @param form number of rows that the share refers to
 */
public record ClassFloor(String column, BigDecimal share, BalanceForm form) {

  static final long DENOMINATOR = 1_000_000;

  public ClassFloor {
    if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("floor must be in [0, 1], got " + share);
    }
    if (share.stripTrailingZeros().scale() > 6) {
      throw new IllegalArgumentException("floor must have at most six decimals, got " + share);
    }
  }

  /** Returns the share in millionths. */
  long numerator() {
    return share.movePointRight(6).longValueExact();
  }

  /**
   * Returns the number of rows of a class that a cut must hold, unless the class has fewer:
   * floor(share K n_c / n) (relative) or floor(share K / C) (absolute), exactly.
   *
   * @param keep K, the rows of the cut
   * @param size n_c, the rows of the class
   * @param rows n, all rows, with those without a class
   * @param classes C, the number of classes
   */
  public long rows(long keep, long size, long rows, int classes) {
    if (keep <= 0) {
      return 0;
    }
    return form == BalanceForm.RELATIVE ? quotient(keep, size, rows) : quotient(keep, 1, classes);
  }

  private long quotient(long keep, long factor, long divisor) {
    return BigInteger.valueOf(numerator())
        .multiply(BigInteger.valueOf(keep))
        .multiply(BigInteger.valueOf(factor))
        .divide(BigInteger.valueOf(DENOMINATOR).multiply(BigInteger.valueOf(divisor)))
        .longValueExact();
  }
}
