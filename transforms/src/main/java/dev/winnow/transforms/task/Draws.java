package dev.winnow.transforms.task;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;

/**
 * Random numbers that are functions of a row's id or hash, so that they do not depend on partitions
 * or on the order of rows. Each draw has a purpose, and draws of different purposes are independent
 * of each other.
 */
public final class Draws {

  /** Hash bits that a double represents exactly. */
  private static final int BITS = 53;

  /** Returns a number in [0, 1). */
  public static Column uniform(Column id, long seed, String purpose) {
    // 53 bits of the hash are a whole double, and dividing by a power of two rounds nothing.
    return bits(xxhash64(id, lit(seed), lit(purpose))).cast("double").multiply(lit(0x1p-53));
  }

  /** Returns true for a share of the rows. */
  public static Column below(Column id, long seed, String purpose, double share) {
    return below(bits(xxhash64(id, lit(seed), lit(purpose))), share);
  }

  /**
   * Returns true for a share of the rows.
   *
   * @param hash hash of each row's id and a seed
   */
  public static Column below(Column hash, String purpose, double share) {
    return below(bits(xxhash64(hash, lit(purpose))), share);
  }

  private static Column below(Column bits, double share) {
    return bits.lt(lit((long) (share * 0x1p53)));
  }

  private static Column bits(Column hash) {
    return shiftrightunsigned(hash, Long.SIZE - BITS);
  }

  private Draws() {}
}
