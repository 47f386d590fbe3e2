package dev.winnow.jobs.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Settings of Spark that follow the size of the input, on every master. They change no result, and
 * settings of the user stay as they are. The settings of before are restored, because a session may
 * serve other work after a run.
 *
 * <p>The number of shuffle partitions grows with the bytes, and adaptive execution merges what is
 * small. The state of a Delta log is one partition until its table may have very many files. It is
 * not computed after each commit, which Delta does to list the files beside the log.
 *
 * <p>The queries of a small input are interpreted, because compiling their code takes longer than
 * running it. They are planned once, as one Spark job: adaptive execution runs a job for each
 * shuffle, and a broadcast is one more.
 */
public final class DataSizes {

  /**
   * Setting of a session whose creator is Winnow: the names, joined by commas, of settings that
   * have a default of Winnow and that a run may change.
   */
  public static final String DEFAULTS = "spark.winnow.defaults";

  static final String SHUFFLE = "spark.sql.shuffle.partitions";
  static final String SNAPSHOT = "spark.databricks.delta.snapshotPartitions";
  static final String WHOLE_STAGE = "spark.sql.codegen.wholeStage";
  static final String FACTORY = "spark.sql.codegen.factoryMode";
  static final String FILES_IN_CHECKSUM = "spark.databricks.delta.allFilesInCrc.enabled";
  static final String ADAPTIVE = "spark.sql.adaptive.enabled";
  static final String BROADCAST = "spark.sql.autoBroadcastJoinThreshold";

  /** Bytes of input for each shuffle partition: as many as a task sorts in memory. */
  private static final long SHUFFLE_BYTES = 32L << 20;

  /** Fewest bytes for which another core is worth a partition. */
  private static final long CORE_BYTES = 1L << 20;

  /** Most shuffle partitions: each costs every task that writes to them a piece of its output. */
  private static final int MOST = 20_000;

  /** Bytes of input for each partition of a Delta log, which then lists some 10,000 files. */
  private static final long SNAPSHOT_BYTES = 1L << 40;

  /** Largest input, in bytes, whose queries are interpreted and planned once. */
  private static final long SMALL_BYTES = 4L << 20;

  /** Most rows of a stage whose queries are planned for few rows. */
  public static final long FEW_ROWS = 20_000;

  /** Most bytes of these rows. One task holds them. */
  static final long FEW_BYTES = 32L << 20;

  /**
   * Does work under the settings for an input.
   *
   * @param bytes size of the files of the input
   */
  public static <T> T during(SparkSession spark, long bytes, Supplier<T> work) {
    return with(spark, settings(bytes, spark.sparkContext().defaultParallelism()), work);
  }

  /**
   * Does the work of a stage whose queries are planned as one Spark job each, if its rows are few.
   * More than 20,000 rows or 32 MiB are planned as always.
   *
   * @param bytes of the input
   * @param oneTask true if one task does the work of a shuffle about as fast as several
   */
  public static <T> T ofFewRows(
      SparkSession spark, long rows, long bytes, boolean oneTask, Supplier<T> work) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (rows <= FEW_ROWS && bytes <= FEW_BYTES) {
      settings.put(ADAPTIVE, "false");
      settings.put(BROADCAST, "-1");
      if (oneTask) {
        settings.put(SHUFFLE, "1");
      }
    }
    return with(spark, settings, work);
  }

  /**
   * Does work that moves more bytes than the input has, in tasks that sort their part in memory.
   *
   * @param bytes that the largest shuffle moves
   */
  public static <T> T moving(SparkSession spark, long bytes, Supplier<T> work) {
    int partitions = shufflePartitions(bytes, spark.sparkContext().defaultParallelism());
    int now = Integer.parseInt(spark.conf().get(SHUFFLE));
    return with(
        spark, partitions > now ? Map.of(SHUFFLE, String.valueOf(partitions)) : Map.of(), work);
  }

  private static <T> T with(SparkSession spark, Map<String, String> settings, Supplier<T> work) {
    Map<String, String> before = new LinkedHashMap<>();
    List<String> ours = new ArrayList<>(List.of(spark.conf().get(DEFAULTS, "").split(",")));
    settings.forEach(
        (name, value) -> {
          boolean isSet = spark.conf().getAll().contains(name);
          if (!isSet || ours.contains(name)) {
            before.put(name, isSet ? spark.conf().get(name) : null);
            spark.conf().set(name, value);
          }
        });
    // Work inside this work may change these settings, too.
    ours.addAll(before.keySet());
    before.put(DEFAULTS, spark.conf().get(DEFAULTS, ""));
    spark.conf().set(DEFAULTS, String.join(",", ours));
    try {
      return work.get();
    } finally {
      restore(spark, before);
    }
  }

  /**
   * Returns the settings for an input.
   *
   * @param cores number of cores of the application
   */
  static Map<String, String> settings(long bytes, int cores) {
    long forCores = Math.min(2L * cores, Math.max(2, bytes / CORE_BYTES));
    long forBytes = (bytes + SHUFFLE_BYTES - 1) / SHUFFLE_BYTES;
    Map<String, String> settings = new LinkedHashMap<>();
    // A multiple of the cores, so that all of them end at about the same time.
    long even = forBytes <= cores ? forBytes : (forBytes + cores - 1) / cores * cores;
    settings.put(SHUFFLE, String.valueOf(Math.min(MOST, Math.max(forCores, even))));
    settings.put(SNAPSHOT, String.valueOf(1 + bytes / SNAPSHOT_BYTES));
    settings.put(FILES_IN_CHECKSUM, "false");
    if (bytes <= SMALL_BYTES) {
      settings.put(WHOLE_STAGE, "false");
      settings.put(FACTORY, "NO_CODEGEN");
      settings.put(ADAPTIVE, "false");
      settings.put(BROADCAST, "-1");
    }
    return settings;
  }

  /**
   * Returns the number of shuffle partitions of a run whose user sets none.
   *
   * @param bytes size of the files of the input
   * @param cores number of cores of the application
   */
  public static int shufflePartitions(long bytes, int cores) {
    return Integer.parseInt(settings(bytes, cores).get(SHUFFLE));
  }

  private static void restore(SparkSession spark, Map<String, String> before) {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            spark.conf().unset(name);
          } else {
            spark.conf().set(name, value);
          }
        });
  }

  private DataSizes() {}
}
