package dev.winnow.transforms.select;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * Merges two sequences into one, so that every prefix of K rows has floor(share K) rows of the
 * first. Of n rows in all, the first sequence has floor(share n).
 */
final class Interleaving implements Serializable {

  private static final long DENOMINATOR = 1_000_000;

  private final long share;
  private final long first;

  /**
   * @param share share of the first sequence, in [0, 1], with at most six decimals
   * @param n number of rows of both sequences
   */
  Interleaving(BigDecimal share, long n) {
    this.share = checked(share).movePointRight(6).longValueExact();
    this.first = firstUpTo(n);
  }

  /**
   * Returns the share.
   *
   * @throws IllegalArgumentException unless it is in [0, 1] and has at most six decimals
   */
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

  /** Returns the number of rows of the first sequence. */
  long first() {
    return first;
  }

  /** Returns the number of rows of the first sequence among the first places. */
  long firstUpTo(long places) {
    return Math.multiplyExact(share, places) / DENOMINATOR;
  }

  /** Returns the place of a row of the first sequence; both count from 1. */
  long placeOfFirst(long rank) {
    return (Math.multiplyExact(rank, DENOMINATOR) + share - 1) / share;
  }

  /** Returns the place of a row of the second sequence; both count from 1. */
  long placeOfSecond(long rank) {
    return Math.multiplyExact(rank - 1, DENOMINATOR) / (DENOMINATOR - share) + 1;
  }
}
