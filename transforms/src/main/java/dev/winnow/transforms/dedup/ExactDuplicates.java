package dev.winnow.transforms.dedup;

import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import dev.winnow.transforms.task.Required;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Drops rows that have the key of an earlier row.
 *
 * <p>An aggregation with partial results finds the first row of each key that occurs twice, and a
 * join brings it to the other rows. No task holds all rows of a key, however many there are. Lazy;
 * reads its input twice.
 */
public final class ExactDuplicates {

  private final String rule;

  /**
   * @param rule name of the key for the column {@code rule}, such as {@code content_sha256}, {@code
   *     pixels} or {@code normal_form}
   */
  public ExactDuplicates(String rule) {
    if (rule.isBlank()) {
      throw new IllegalArgumentException("rule must name the kind of key, got a blank text");
    }
    this.rule = rule;
  }

  /**
   * Returns the dropped rows like {@link #apply(Dataset, Column...)}, in the order of the column
   * {@code place}.
   *
   * @param rows {@code id}, {@code key} (null: the row has no duplicate) and {@code place} (of any
   *     type that Spark orders)
   */
  public Dataset<Row> apply(Dataset<Row> rows) {
    return apply(rows, col("place"));
  }

  /**
   * Returns the dropped rows: {@code id}, {@code duplicate_of} and {@code representative} (both the
   * first row of the key), {@code similarity} (1.0) and {@code rule}. The first row of a key stays:
   * the least row by the columns of the order, nulls first, ties by id.
   *
   * @param rows {@code id} (string, distinct), {@code key} and the columns of the order
   */
  public Dataset<Row> apply(Dataset<Row> rows, Column... order) {
    Dataset<Row> placed =
        rows.filter(col("key").isNotNull())
            .select(
                col("key").as("winnow_key"),
                Required.value(col("id"), "rows must have an id, one is null").as("id"),
                struct(order).as("winnow_order"));
    Dataset<Row> firsts =
        placed
            .groupBy(col("winnow_key").as("winnow_shared"))
            .agg(
                min(struct(col("winnow_order"), col("id"))).as("winnow_first"),
                count(lit(1)).as("winnow_rows"))
            .filter(col("winnow_rows").gt(1))
            .select(col("winnow_shared"), col("winnow_first.id").as(DUPLICATE_OF));
    return placed
        .join(firsts, col("winnow_key").equalTo(col("winnow_shared")))
        .filter(col("id").notEqual(col(DUPLICATE_OF)))
        .select(
            col("id"),
            col(DUPLICATE_OF),
            col(DUPLICATE_OF).as(REPRESENTATIVE),
            lit(1.0).as("similarity"),
            lit(rule).as("rule"));
  }
}
