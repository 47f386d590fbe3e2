package dev.winnow.jobs.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Folder beside the tables for rows that a stage reads more than once before it writes its tables.
 * The rows are computed once, and the plans that read them stay small. Closing it deletes the
 * folder.
 */
public final class Staging implements AutoCloseable {

  /** Folder beside the tables that holds the staging folders. */
  static final String ROOT = "_staging";

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
   * Deletes what drivers that died have left in the staging folders of these tables. The caller
   * must hold the lease on the tables.
   */
  public static void clear(Configuration conf, String tables) {
    Warehouse.delete(conf, tables + "/" + ROOT);
  }

  /**
   * Writes rows as Parquet files, and returns the rows read from these files. The reader gets the
   * schema of the rows, so no Spark job infers one. Rows of the same name are replaced.
   */
  public Dataset<Row> store(String name, Dataset<Row> rows) {
    String path = folder + "/" + name;
    rows.write().mode("overwrite").parquet(path);
    return spark.read().schema(rows.schema()).parquet(path);
  }

  /** Returns the size of stored rows in bytes. */
  public long bytes(String name) {
    Path path = new Path(folder, name);
    try {
      return path.getFileSystem(spark.sparkContext().hadoopConfiguration())
          .getContentSummary(path)
          .getLength();
    } catch (IOException e) {
      throw new UncheckedIOException("can't list " + path, e);
    }
  }

  /**
   * Moves the checkpoints of transforms into this folder, on a cluster whose session has no
   * checkpoint directory. Without one they lie on executors, and the loss of an executor fails the
   * job.
   */
  public void keepCheckpoints() {
    SparkContext context = spark.sparkContext();
    Option<String> configured = context.getCheckpointDir();
    boolean isStaging = configured.isDefined() && configured.get().contains("/" + ROOT + "/");
    if (!context.isLocal() && (isStaging || configured.isEmpty())) {
      context.setCheckpointDir(folder + "/snapshots");
    }
  }

  @Override
  public void close() {
    Warehouse.delete(spark.sparkContext().hadoopConfiguration(), folder);
  }
}
