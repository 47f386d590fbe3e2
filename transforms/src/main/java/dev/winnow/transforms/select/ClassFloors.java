package dev.winnow.transforms.select;

import java.math.BigInteger;

/**
 * Numbers of rows that cuts of every size hold of each class.
 *
 * <p>With n rows, of which n_c are of class c, and C classes, the floor under class c in a cut of K
 * rows is L_c(K) = min(n_c, ceil(share K n_c / n)) (relative) or min(n_c, ceil(share K / C))
 * (absolute), exactly. See {@link FloorOrder} for the cuts that hold a row less.
 */
public final class ClassFloors {

  private final long numerator;
  private final long denominator;
  private final BalanceForm form;
  private final long[] sizes;
  private final long rows;

  ClassFloors(long numerator, long denominator, BalanceForm form, long[] sizes, long rows) {
    long divisor =
        BigInteger.valueOf(numerator).gcd(BigInteger.valueOf(denominator)).longValueExact();
    this.numerator = numerator / divisor;
    this.denominator = denominator / divisor;
    this.form = form;
    this.sizes = sizes.clone();
    this.rows = rows;
  }

  /** Returns L_c(K), the floor under a class in a cut of {@code keep} rows. */
  public long floor(int c, long keep) {
    if (keep <= 0 || numerator == 0 || sizes[c] == 0) {
      return 0;
    }
    long wanted =
        form == BalanceForm.RELATIVE
            ? 1 + quotient(numerator, keep, sizes[c], -1, denominator, rows)
            : 1 + quotient(numerator, keep, 1, -1, denominator, sizes.length);
    return Math.min(sizes[c], wanted);
  }

  /**
   * Returns the smallest K at which share K n_c / n, or share K / C, is above {@code count - 1}. At
   * this size the floor rises to {@code count}, unless the class has fewer rows.
   *
   * @param count number of rows, from 1
   */
  long firstSizeWith(int c, long count) {
    if (numerator == 0) {
      return Long.MAX_VALUE;
    }
    return form == BalanceForm.RELATIVE
        ? 1 + quotient(count - 1, denominator, rows, 0, numerator, sizes[c])
        : 1 + quotient(count - 1, denominator, sizes.length, 0, numerator, 1);
  }

  /** Returns floor((a b c + added) / (d e)), for factors and divisors that are not negative. */
  private static long quotient(long a, long b, long c, long added, long d, long e) {
    if (bits(a) + bits(b) + bits(c) < Long.SIZE && bits(d) + bits(e) < Long.SIZE) {
      return Math.floorDiv(a * b * c + added, d * e);
    }
    BigInteger dividend =
        BigInteger.valueOf(a)
            .multiply(BigInteger.valueOf(b))
            .multiply(BigInteger.valueOf(c))
            .add(BigInteger.valueOf(added));
    return dividend.divide(BigInteger.valueOf(d).multiply(BigInteger.valueOf(e))).longValueExact();
  }

  private static int bits(long value) {
    return Long.SIZE - Long.numberOfLeadingZeros(value);
  }
}
