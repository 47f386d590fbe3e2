package dev.winnow.transforms.task;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A dataset computed once, so that the plans of iterations do not grow. Its rows lie in the
 * checkpoint directory where the context has one; else on the executors, in memory or on their
 * disks, until the dataset is garbage: the loss of an executor then fails the job, and changes no
 * row.
 */
public final class Snapshot {

  /** Runs the job that computes the rows, once. */
  public static Dataset<Row> of(Dataset<Row> rows) {
    return rows.sparkSession().sparkContext().getCheckpointDir().isDefined()
        ? rows.checkpoint()
        : rows.localCheckpoint();
  }

  private Snapshot() {}
}
