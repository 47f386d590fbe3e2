package dev.winnow.jobs.cli.common;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.DataSizes;
import dev.winnow.transforms.local.NioLocalFileSystem;
import dev.winnow.transforms.local.NioLocalFs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.package$;
import org.apache.spark.sql.SparkSession;
import scala.Option;
import scala.util.Properties;

/**
 * The Spark session of a command: the running one, or a new one. Only a new one is stopped in the
 * end.
 */
public final class Sessions implements AutoCloseable {

  private static final String EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";
  private static final String CATALOG = "org.apache.spark.sql.delta.catalog.DeltaCatalog";

  private final SparkSession spark;
  private final boolean ours;

  private Sessions(SparkSession spark, boolean ours) {
    this.spark = spark;
    this.ours = ours;
  }

  public SparkSession spark() {
    return spark;
  }

  /** Opens a session for recipes, after a line on standard error unless {@code quiet}. */
  public static Sessions open(List<LoadedRecipe> recipes, boolean quiet) {
    if (!quiet) {
      // Spark takes some seconds to start, and longer on a cluster that must find room.
      System.err.printf(
          "winnow %s: starting Spark for %s%n",
          Versions.properties().getProperty("winnow"), RecipeFiles.names(recipes));
    }
    return open();
  }

  /**
   * Opens a session.
   *
   * @throws Failure with {@link ExitCode#ENVIRONMENT} if Spark, Scala or Java does not fit this
   *     jar, or a running session lacks Delta
   */
  public static Sessions open() {
    checkSpark();
    Optional<SparkSession> known = known();
    if (known.isPresent()) {
      SparkSession running = known.get();
      if (!running.conf().get("spark.sql.extensions", "").contains(EXTENSION)) {
        throw new Failure(
            ExitCode.ENVIRONMENT,
            "the Spark session must have the Delta extension; set spark.sql.extensions="
                + EXTENSION
                + " and spark.sql.catalog.spark_catalog="
                + CATALOG);
      }
      return new Sessions(running, false);
    }
    SparkConf settings = settings();
    LocalDirs.requireRoom(settings);
    return new Sessions(SparkSession.builder().config(settings).getOrCreate(), true);
  }

  /** Returns the running session of this JVM. */
  public static Optional<SparkSession> known() {
    Option<SparkSession> active = SparkSession.getActiveSession();
    Option<SparkSession> known = active.isDefined() ? active : SparkSession.getDefaultSession();
    return known.isDefined() && !known.get().sparkContext().isStopped()
        ? Optional.of(known.get())
        : Optional.empty();
  }

  /** Returns the settings of a new session: those of the process, and those that Winnow needs. */
  public static SparkConf settings() {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", "winnow");
    conf.setIfMissing("spark.master", "local[*]");
    conf.set("spark.sql.extensions", EXTENSION);
    conf.set("spark.sql.catalog.spark_catalog", CATALOG);
    conf.set("spark.sql.session.timeZone", "UTC");
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    List<String> ours = new ArrayList<>();
    // A Delta log lists the files of a table, which are few for Spark on every master.
    setDefault(conf, "spark.databricks.delta.snapshotPartitions", "1", ours);
    if (conf.get("spark.master").startsWith("local")) {
      // One machine: two shuffle partitions per core. A cluster keeps Spark's default, whose small
      // partitions adaptive execution merges; a run sets both by the size of its input.
      int cores = Runtime.getRuntime().availableProcessors();
      setDefault(
          conf, "spark.sql.shuffle.partitions", String.valueOf(Math.max(2, 2 * cores)), ours);
      conf.setIfMissing("spark.hadoop.fs.file.impl", NioLocalFileSystem.class.getName());
      conf.setIfMissing("spark.hadoop.fs.AbstractFileSystem.file.impl", NioLocalFs.class.getName());
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    conf.set(DataSizes.DEFAULTS, String.join(",", ours));
    return conf;
  }

  /** Sets what the user has not set, and adds its name to those that a run may change. */
  private static void setDefault(SparkConf conf, String name, String value, List<String> ours) {
    if (!conf.contains(name)) {
      conf.set(name, value);
      ours.add(name);
    }
  }

  /**
   * Checks the platform.
   *
   * @throws Failure with {@link ExitCode#ENVIRONMENT} if Spark, Scala or Java does not fit this
   *     jar, or Delta is missing
   */
  public static void checkSpark() {
    PlatformCheck.ofThisJar()
        .refusal(
            package$.MODULE$.SPARK_VERSION(),
            Properties.versionNumberString(),
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
              + " must be on the class path; submit the -all jar, which contains it",
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
