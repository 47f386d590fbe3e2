package dev.winnow.jobs.tables;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * A folder beside the tables for rows that a stage reads more than once before its tables are
 * written: they are computed once, and plans on them stay small. Closing it deletes the folder.
 */
public final class Staging implements AutoCloseable {

  /** Folder beside the tables that holds the staging folders. */
  private static final String ROOT = "_staging";

  private final SparkSession spark;
  private final String folder;

  /**
   * @param tables folder of the tables
   * @param name of this staging folder
   */
  public Staging(SparkSession spark, String tables, String name) {
    this.spark = spark;
    this.folder = tables + "/" + ROOT + "/" + name;
  }

  /**
   * Writes rows as Parquet files, and returns them as read from there, by the schema that they
   * have: no job looks at the files for one. Rows of the same name are replaced.
   */
  public Dataset<Row> store(String name, Dataset<Row> rows) {
    String path = folder + "/" + name;
    rows.write().mode("overwrite").parquet(path);
    return spark.read().schema(rows.schema()).parquet(path);
  }

  /**
   * Moves the checkpoints of transforms into this folder, on a cluster whose session has no
   * checkpoint directory. Without one they lie on executors, and the loss of an executor fails the
   * job.
   */
  public void keepCheckpoints() {
    SparkContext context = spark.sparkContext();
    Option<String> given = context.getCheckpointDir();
    boolean ofStaging = given.isDefined() && given.get().contains("/" + ROOT + "/");
    if (!context.isLocal() && (ofStaging || given.isEmpty())) {
      context.setCheckpointDir(folder + "/snapshots");
    }
  }

  @Override
  public void close() {
    Warehouse.delete(spark.sparkContext().hadoopConfiguration(), folder);
  }
}
