package dev.winnow.transforms.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;

/** Order in which rows are considered. The first one of similar rows stays. Ties go by id. */
public enum WhichToKeep {
  /** The row farthest from its prototype first. */
  HARD,
  /** The row nearest to its prototype first. */
  EASY,
  /** The row with the least 64-bit hash of id and seed first. */
  RANDOM;

  /**
   * Returns the value by which rows with the columns {@code id} and {@code distance} are ordered,
   * ascending, before their id.
   *
   * @param seed seed of the hash; unused for the other orders
   */
  public Column key(long seed) {
    return switch (this) {
      // Differences and sums, because a change of sign would make a second zero.
      case HARD -> lit(0.0).minus(col("distance"));
      case EASY -> lit(0.0).plus(col("distance"));
      case RANDOM -> xxhash64(col("id"), lit(seed));
    };
  }
}
