package dev.winnow.transforms.task;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.xxhash64;

import dev.winnow.schemas.Examples;
import org.apache.spark.sql.Column;

/**
 * Draws rows by hashes, so that a draw depends on ids and a seed, and not on partitions or on the
 * order of the rows.
 *
 * <p>The purpose is a part of the hash. It makes draws of one run independent of each other and of
 * the hash that breaks ties.
 */
public final class Draws {

  /** Bits of a hash that a double holds exactly. */
  private static final int BITS = 53;

  /** Returns the 64-bit hash of {@code id}, seed and purpose. */
  public static Column hash(long seed, String purpose) {
    return xxhash64(col(Examples.ID), lit(seed), lit(purpose));
  }

  /**
   * Returns true for a row whose hash is among the lowest ones, so for this share of the rows on
   * average.
   *
   * @param hash 64 bits, such as those of {@link #hash}
   * @param share in [0, 1]; rounded down to a multiple of 2^-53
   */
  public static Column isDrawn(Column hash, double share) {
    return bits(hash).lt(lit((long) (share * 0x1p53)));
  }

  /** Returns the hash as a number in [0, 1), a multiple of 2^-53. */
  public static Column number(Column hash) {
    // 53 bits are exact as a double, and dividing by a power of two rounds nothing.
    return bits(hash).cast("double").multiply(lit(0x1p-53));
  }

  private static Column bits(Column hash) {
    return shiftrightunsigned(hash, Long.SIZE - BITS);
  }

  private Draws() {}
}
