package dev.winnow.transforms.select;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * Two sequences as one, so that every prefix of K rows has floor(share K) of the first: with n rows
 * in all, the first has floor(share n) of them.
 */
final class Interleaving implements Serializable {

  private static final long DENOMINATOR = 1_000_000;

  private final long share;
  private final long first;

  /**
   * @param share in [0, 1], with at most six decimals
   * @param n rows of both
   */
  Interleaving(BigDecimal share, long n) {
    this.share = checked(share).movePointRight(6).longValueExact();
    this.first = firstUpTo(n);
  }

  /** The share, if it is one. */
  static BigDecimal checked(BigDecimal share) {
    if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("exploration_fraction must be in [0, 1], got " + share);
    }
    if (share.stripTrailingZeros().scale() > 6) {
      throw new IllegalArgumentException(
          "exploration_fraction must have at most six decimals, got " + share);
    }
    return share;
  }

  /** Rows of the first sequence. */
  long first() {
    return first;
  }

  /** Rows of the first sequence among the first places. */
  long firstUpTo(long places) {
    return Math.multiplyExact(share, places) / DENOMINATOR;
  }

  /** The place of a row of the first sequence; both count from 1. */
  long placeOfFirst(long rank) {
    return (Math.multiplyExact(rank, DENOMINATOR) + share - 1) / share;
  }

  /** The place of a row of the second sequence; both count from 1. */
  long placeOfSecond(long rank) {
    return Math.multiplyExact(rank - 1, DENOMINATOR) / (DENOMINATOR - share) + 1;
  }
}
