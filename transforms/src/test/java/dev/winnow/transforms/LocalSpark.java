package dev.winnow.transforms;

import dev.winnow.transforms.local.NioLocalFileSystem;
import dev.winnow.transforms.local.NioLocalFs;
import dev.winnow.transforms.sql.WinnowExtensions;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Spark session that all tests of a JVM share, with Winnow's SQL functions, and with Delta where
 * Delta is on the class path.
 */
public final class LocalSpark {

  private static final String DELTA = "io.delta.sql.DeltaSparkSessionExtension";

  public static synchronized SparkSession session() {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .appName("winnow-tests")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            // Runs may change it, as they may where the command line made the session.
            .config("spark.winnow.defaults", "spark.sql.shuffle.partitions")
            // Tests run many small queries once: compiling or re-planning a query takes longer than
            // running it. The test of layouts has both switched on, in separate processes.
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.sql.ui.explainMode", "simple")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.hadoop.fs.file.impl", NioLocalFileSystem.class.getName())
            .config("spark.hadoop.fs.AbstractFileSystem.file.impl", NioLocalFs.class.getName())
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config(
                "spark.sql.warehouse.dir",
                System.getProperty("java.io.tmpdir") + "/spark-warehouse");
    try {
      Class.forName(DELTA);
      builder
          .config("spark.sql.extensions", DELTA + "," + WinnowExtensions.class.getName())
          .config(
              "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    } catch (ClassNotFoundException e) {
      // The transforms' own tests have no Delta and need none.
      builder.config("spark.sql.extensions", WinnowExtensions.class.getName());
    }
    return builder.getOrCreate();
  }

  /** Returns a dataset of the rows with the given number of partitions. */
  public static Dataset<Row> rows(StructType schema, int partitions, List<Row> rows) {
    return session().createDataFrame(rows, schema).repartition(partitions);
  }

  private LocalSpark() {}
}
