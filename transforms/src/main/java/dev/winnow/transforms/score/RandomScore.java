package dev.winnow.transforms.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A hash of id and seed in [0, 1), alike over the range: the metric that knows nothing. It has no
 * hard end, and is independent of the hash that breaks ties. Lazy.
 */
public final class RandomScore {

  /** Name of the column. */
  public static final String COLUMN = "random";

  private final long seed;

  public RandomScore(long seed) {
    this.seed = seed;
  }

  /** Adds the column to rows with an {@code id}. */
  public Dataset<Row> apply(Dataset<Row> rows) {
    // 53 bits of the hash are a whole double, and dividing by a power of two rounds nothing.
    return rows.withColumn(
        COLUMN,
        shiftrightunsigned(xxhash64(col("id"), lit(seed), lit("random score")), 11)
            .cast("double")
            .multiply(lit(0x1p-53)));
  }
}
