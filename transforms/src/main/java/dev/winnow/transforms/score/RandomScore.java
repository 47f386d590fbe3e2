package dev.winnow.transforms.score;

import dev.winnow.transforms.task.Draws;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Random hardness: a hash of id and seed, evenly distributed over [0, 1). It says nothing about the
 * example, so neither end is hard, and it is independent of the hash that breaks ties. Lazy: no
 * Spark job.
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
    return rows.withColumn(COLUMN, Draws.number(Draws.hash(seed, "random score")));
  }
}
