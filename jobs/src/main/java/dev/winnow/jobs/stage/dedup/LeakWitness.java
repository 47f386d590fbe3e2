package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Duplicates.COSINE_SIMILARITY;
import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.RULE;
import static dev.winnow.schemas.Duplicates.SIMILARITY;
import static dev.winnow.schemas.EvaluationLeaks.EVALUATION_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.tables.Staging;
import dev.winnow.transforms.dedup.semantic.HeldOutLeaks;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Chooses the held-out example that is the witness of a leak. */
final class LeakWitness {

  private static final String COSINE = "cosine";

  /**
   * Returns id, evaluation_id, similarity and rule of the examples whose vectors are close to a
   * held-out one, see {@link HeldOutLeaks}; stored in the staging folder.
   */
  static Dataset<Row> byVectors(
      double epsilon, Dataset<Row> left, Dataset<Row> heldOut, Staging staging) {
    try (HeldOutLeaks leaks = new HeldOutLeaks(epsilon, left, heldOut)) {
      return staging
          .store("leaks", leaks.rows())
          .select(
              col("id"),
              col(DUPLICATE_OF).as(EVALUATION_ID),
              col(COSINE_SIMILARITY).as(SIMILARITY),
              lit(COSINE).as(RULE));
    }
  }

  /**
   * Returns the rows of table evaluation_leaks, one for each example: of several held-out examples
   * the one of equal content, then the one of similar content, then the one of near vector; then
   * the most similar one, then the one of the lowest id.
   *
   * @param found id, evaluation_id, similarity and rule; an id can have several rows
   */
  static Dataset<Row> best(Dataset<Row> found) {
    Column order =
        when(col(RULE).isin(ExactKey.rules().toArray()), 0)
            .when(col(RULE).equalTo(COSINE), 2)
            .otherwise(1);
    Column best =
        struct(
            order.as("order"),
            lit(0.0).minus(col(SIMILARITY)).as("negative"),
            col(EVALUATION_ID),
            col(RULE),
            col(SIMILARITY));
    return found
        .groupBy("id")
        .agg(min(best).as("best"))
        .select(
            col("id"),
            col("best." + EVALUATION_ID),
            when(col("best.rule").equalTo(COSINE), col("best.similarity")).as(COSINE_SIMILARITY),
            col("best." + SIMILARITY),
            col("best." + RULE));
  }

  private LeakWitness() {}
}
