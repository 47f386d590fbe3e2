package dev.winnow.transforms.dedup;

import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Exact duplicates of rows that have labels: which of them are dropped, and which of them have
 * different labels.
 */
public final class LabelledDuplicates {

  private final ExactDuplicates exact;
  private final AcrossLabels acrossLabels;

  /**
   * @param rule name of the key, as {@link ExactDuplicates} takes it
   */
  public LabelledDuplicates(String rule, AcrossLabels acrossLabels) {
    this.exact = new ExactDuplicates(rule);
    this.acrossLabels = acrossLabels;
  }

  /**
   * Returns the dropped rows as {@link ExactDuplicates#apply(Dataset)} does. With {@link
   * AcrossLabels#KEEP}, the first row of each label of a key stays, and a row without a label is
   * dropped for the first row of its key that has one. Lazy; reads its input twice, or four times
   * to keep labels.
   *
   * @param rows {@code id} (string, distinct), {@code key}, {@code place} and {@code label} (string
   *     or null)
   */
  public Dataset<Row> dropped(Dataset<Row> rows) {
    if (acrossLabels == AcrossLabels.MERGE) {
      return exact.apply(rows);
    }
    Dataset<Row> labelled =
        rows.filter(col("label").isNotNull())
            .withColumn("key", struct(col("key").as("content"), col("label").as("of")));
    Dataset<Row> ofOneLabel =
        exact.apply(
            labelled.filter(col("key.content").isNotNull()).select("id", "key", "place", "label"));
    Dataset<Row> unlabelled =
        rows.filter(col("label").isNull()).select(col("id").as("winnow_unlabelled"));
    return ofOneLabel.union(
        labelledFirst(rows)
            .join(unlabelled, col("id").equalTo(col("winnow_unlabelled")), "left_semi"));
  }

  /**
   * Returns a pair for each row whose label differs from that of the first row with a label of its
   * key: {@code left_id} (that first row), {@code right_id}, {@code similarity} (1.0), {@code
   * rule}, {@code left_label} and {@code right_label}. Lazy; reads its input four times.
   *
   * @param rows as {@link #dropped} takes them
   */
  public Dataset<Row> conflicts(Dataset<Row> rows) {
    return new LabelGuard(AcrossLabels.MERGE)
        .apply(
            labelledFirst(rows.filter(col("label").isNotNull()))
                .select(
                    col(DUPLICATE_OF).as("left_id"),
                    col("id").as("right_id"),
                    col("similarity"),
                    col("rule"),
                    lit(null).cast("string").as("refused_by")),
            rows)
        .filter(LabelGuard.differ())
        .drop("refused_by");
  }

  /** Returns the duplicates where a row with a label comes before one without. */
  private Dataset<Row> labelledFirst(Dataset<Row> rows) {
    Column order = struct(col("label").isNull().as("unlabelled"), col("place").as("place"));
    return exact.apply(rows.withColumn("place", order));
  }
}
