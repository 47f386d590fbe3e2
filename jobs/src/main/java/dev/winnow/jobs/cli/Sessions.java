package dev.winnow.jobs.cli;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.local.NioLocalFileSystem;
import dev.winnow.transforms.local.NioLocalFs;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark session of a command: the one that is there, or one of our own, which alone is stopped.
 */
final class Sessions implements AutoCloseable {

  private static final String EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";
  private static final String CATALOG = "org.apache.spark.sql.delta.catalog.DeltaCatalog";

  private final SparkSession spark;
  private final boolean ours;

  private Sessions(SparkSession spark, boolean ours) {
    this.spark = spark;
    this.ours = ours;
  }

  SparkSession spark() {
    return spark;
  }

  /**
   * @throws Failure with {@link ExitCode#ENVIRONMENT} when Spark, Scala or Java is another than
   *     this jar's, or a given session lacks Delta
   */
  static Sessions open() {
    checkSpark();
    Optional<SparkSession> known = known();
    if (known.isPresent()) {
      SparkSession given = known.get();
      if (!given.conf().get("spark.sql.extensions", "").contains(EXTENSION)) {
        throw new Failure(
            ExitCode.ENVIRONMENT,
            "the Spark session must have the Delta extension; set spark.sql.extensions="
                + EXTENSION
                + " and spark.sql.catalog.spark_catalog="
                + CATALOG);
      }
      return new Sessions(given, false);
    }
    return new Sessions(SparkSession.builder().config(settings()).getOrCreate(), true);
  }

  /** The session that is there already. */
  static Optional<SparkSession> known() {
    scala.Option<SparkSession> active = SparkSession.getActiveSession();
    scala.Option<SparkSession> known =
        active.isDefined() ? active : SparkSession.getDefaultSession();
    return known.isDefined() && !known.get().sparkContext().isStopped()
        ? Optional.of(known.get())
        : Optional.empty();
  }

  /** The settings of a session of our own: those given to the process, and what Winnow needs. */
  static SparkConf settings() {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", "winnow");
    conf.setIfMissing("spark.master", "local[*]");
    conf.set("spark.sql.extensions", EXTENSION);
    conf.set("spark.sql.catalog.spark_catalog", CATALOG);
    conf.set("spark.sql.session.timeZone", "UTC");
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (conf.get("spark.master").startsWith("local")) {
      // One machine: as many shuffle partitions as tasks run at once, and small Delta logs.
      int cores = Runtime.getRuntime().availableProcessors();
      conf.setIfMissing("spark.sql.shuffle.partitions", String.valueOf(Math.max(2, 2 * cores)));
      conf.setIfMissing("spark.databricks.delta.snapshotPartitions", "1");
      conf.setIfMissing("spark.hadoop.fs.file.impl", NioLocalFileSystem.class.getName());
      conf.setIfMissing("spark.hadoop.fs.AbstractFileSystem.file.impl", NioLocalFs.class.getName());
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    return conf;
  }

  /**
   * @throws Failure with {@link ExitCode#ENVIRONMENT} when Spark, Scala or Java is another than
   *     this jar's, or Delta is missing
   */
  static void checkSpark() {
    PlatformCheck.ofThisJar()
        .refusal(
            org.apache.spark.package$.MODULE$.SPARK_VERSION(),
            scala.util.Properties.versionNumberString(),
            Runtime.version().feature())
        .ifPresent(
            why -> {
              throw new Failure(ExitCode.ENVIRONMENT, why);
            });
    try {
      Class.forName(EXTENSION, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw new Failure(
          ExitCode.ENVIRONMENT,
          "Delta Lake "
              + Versions.properties().getProperty("delta")
              + " must be on the class path; submit the -all jar, which holds it",
          e);
    }
  }

  @Override
  public void close() {
    if (ours) {
      spark.stop();
    }
  }
}
