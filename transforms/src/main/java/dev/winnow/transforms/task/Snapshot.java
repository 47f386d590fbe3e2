package dev.winnow.transforms.task;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Computes a dataset once, so that the plans of iterations do not grow. The rows are stored in the
 * checkpoint directory where the context has one. Otherwise they stay on the executors, in memory
 * or on disk, until the dataset is garbage; the loss of an executor then fails the job, but changes
 * no row. Every later read gets the stored rows, so no result depends on the place.
 */
public final class Snapshot {

  /** Runs the job that computes the rows and returns the stored rows. */
  public static Dataset<Row> of(Dataset<Row> rows) {
    return rows.sparkSession().sparkContext().getCheckpointDir().isDefined()
        ? rows.checkpoint()
        : rows.localCheckpoint();
  }

  private Snapshot() {}
}
