package dev.winnow.jobs.tables;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.InputMissing;
import dev.winnow.transforms.ingest.stream.UnreadableFile;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Delta table that is read as input, pinned at a version when the run starts. Later commits change
 * nothing in the run; the next start reads them as a new run.
 *
 * @param identity Delta's own id of the table, which stays when the table moves
 */
public record InputTable(String path, String identity, long version) {

  /** Reader version of tables whose columns have other names in their files. */
  private static final int COLUMN_MAPPING = 2;

  /** Features of tables whose rows differ from the rows of their files. */
  private static final List<String> UNREADABLE = List.of("deletionVectors", "columnMapping");

  /**
   * Pins a table.
   *
   * @param version a version, or null for the latest one
   * @throws InputMissing when there is no such table, or no such version
   * @throws InputMismatch when its rows differ from the rows of its files
   */
  public static InputTable pin(SparkSession spark, String path, Long version) {
    CommitLog log = CommitLog.list(spark.sparkContext().hadoopConfiguration(), path);
    if (log.isEmpty()) {
      throw new InputMissing(
          "input.path must be a Delta table, "
              + path
              + " is not, it has no _delta_log; set input.format: parquet for parquet files");
    }
    if (version != null && !log.holds(version)) {
      throw new InputMissing(
          "input.version must be a version of the table, got "
              + version
              + "; the latest of "
              + path
              + " is "
              + log.latest());
    }
    Row detail =
        ofLog(
            path,
            () ->
                DeltaTable.forPath(spark, path)
                    .detail()
                    .select("id", "minReaderVersion", "tableFeatures")
                    .first());
    List<String> features = detail.isNullAt(2) ? List.of() : detail.getList(2);
    if (detail.getInt(1) == COLUMN_MAPPING || !Collections.disjoint(features, UNREADABLE)) {
      throw new InputMismatch(
          "table "
              + path
              + " must have plain files, but it has "
              + (detail.getInt(1) == COLUMN_MAPPING
                  ? "column mapping"
                  : String.join(", ", features))
              + "; rewrite it (REORG TABLE ... APPLY (PURGE), then DROP FEATURE), or read a copy");
    }
    String identity = detail.getString(0);
    return new InputTable(path, identity, version == null ? log.latest() : version);
  }

  /**
   * Returns the rows of a small Delta table that a recipe names, at its latest version, as Delta
   * reads them.
   *
   * @param key of the recipe, for messages
   * @throws Failure with {@link ExitCode#INPUT} when there is no such table
   */
  public static Dataset<Row> latest(SparkSession spark, String key, String path) {
    if (!exists(spark, path)) {
      throw new Failure(
          ExitCode.INPUT, key + " must be an .npy file or a Delta table, " + path + " is neither");
    }
    return spark.read().format("delta").load(path);
  }

  /** Returns what Delta reads from the log of a table. */
  private static <T> T ofLog(String path, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (Exception e) {
      throw new InputMismatch(
          "table "
              + path
              + " must have a log that this Delta reads, but it is damaged or incomplete, or needs"
              + " a newer Delta; read an earlier input.version, or a copy of the table; run with"
              + " --debug for Delta's words",
          e);
    }
  }

  /** Returns true if there is a Delta table at a path. */
  public static boolean exists(SparkSession spark, String path) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    return !CommitLog.list(conf, Warehouse.qualified(conf, path)).isEmpty();
  }

  /**
   * Returns the rows at the pinned version, from the files that Delta names. So each row has a file
   * and a place in it, which Delta's own reader does not give.
   */
  public Dataset<Row> read(SparkSession spark) {
    Dataset<Row> table =
        ofLog(path, () -> spark.read().format("delta").option("versionAsOf", version).load(path));
    String[] files = ofLog(path, table::inputFiles);
    if (files.length == 0) {
      throw new InputMissing(
          "input.path must hold at least one row, " + path + " holds none at version " + version);
    }
    try {
      return spark.read().schema(table.schema()).option("basePath", path).parquet(files);
    } catch (Exception e) {
      throw lost(spark, files, e);
    }
  }

  /** Returns the error for the first file of the table that is gone; any other error as it is. */
  private RuntimeException lost(SparkSession spark, String[] files, Exception fault) {
    for (String file : files) {
      Path name = new Path(URI.create(file));
      try {
        if (!name.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(name)) {
          return new InputMissing(
              "file "
                  + name
                  + " of the table must be readable, it does not exist; read a later"
                  + " input.version, or a copy of the table",
              fault);
        }
      } catch (IOException e) {
        return new UnreadableFile(name.toString(), e);
      }
    }
    return new InputMismatch("table " + path + " must be readable, its files are not", fault);
  }
}
