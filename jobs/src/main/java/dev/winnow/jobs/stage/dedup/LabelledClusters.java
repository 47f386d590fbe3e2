package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Examples.LABEL;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.winnow.jobs.tables.Staging;
import dev.winnow.transforms.dedup.Places;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Divides the rows of each cluster by their labels, so that only rows of one label are compared.
 * The rows of a cluster without a label are compared with each other.
 */
final class LabelledClusters {

  private static final String ACTUAL = "winnow_cluster";

  private final Dataset<Row> rows;

  /**
   * Numbers the parts of the clusters. Costs the jobs of {@link Places#of} on the parts.
   *
   * @param rows id, cluster_id, label and any others
   */
  LabelledClusters(Dataset<Row> rows, Staging staging) {
    Column part = to_json(struct(CLUSTER_ID, LABEL));
    Dataset<Row> numbers =
        staging
            .store("parts", Places.of(rows.select(part.as("id")).distinct()))
            .withColumnRenamed("id", "winnow_part");
    this.rows =
        rows.join(numbers, part.equalTo(col("winnow_part")))
            .withColumnRenamed(CLUSTER_ID, ACTUAL)
            .withColumn(CLUSTER_ID, col("place").cast("int"))
            .drop("winnow_part", "place", LABEL);
  }

  /** Returns the rows with the number of their part as {@code cluster_id}. */
  Dataset<Row> rows() {
    return rows.drop(ACTUAL);
  }

  /** Returns rows that were found among {@link #rows} with their cluster instead of the part. */
  Dataset<Row> restored(Dataset<Row> found) {
    Dataset<Row> clusters = rows.select(col("id").as("winnow_id"), col(ACTUAL));
    return found
        .drop(CLUSTER_ID)
        .join(clusters, col("id").equalTo(col("winnow_id")))
        .withColumnRenamed(ACTUAL, CLUSTER_ID)
        .drop("winnow_id");
  }
}
