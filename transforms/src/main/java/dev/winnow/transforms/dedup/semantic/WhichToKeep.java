package dev.winnow.transforms.dedup.semantic;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;

/** The order in which rows are looked at: of close rows, the first one stays. Ties go by id. */
public enum WhichToKeep {
  /** The greatest distance to the prototype first. */
  HARD,
  /** The smallest distance to the prototype first. */
  EASY,
  /** By a 64-bit hash of id and seed. */
  RANDOM;

  /** What rows are ordered by, ascending, before their id. */
  Column key(long seed) {
    return switch (this) {
      // A difference, and no change of sign, so that there is one zero.
      case HARD -> lit(0.0).minus(col("distance"));
      case EASY -> lit(0.0).plus(col("distance"));
      case RANDOM -> xxhash64(col("id"), lit(seed));
    };
  }
}
