package dev.winnow.jobs.stage.dedup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * Plans of few rows. On a few thousand rows the cost of a query is its Spark jobs: an adaptive plan
 * runs one for each shuffle, a broadcast is one, and a sort samples its input. Here a query of few
 * rows is one job, with one shuffle partition where that is wanted. The rows are the same.
 */
final class SmallPlans {

  /** Most rows of small data. */
  static final long ROWS = 20_000;

  /** Most bytes of small data. One task holds them. */
  static final long BYTES = 32L << 20;

  /**
   * Does work whose queries are planned for few rows, then restores the settings of the session.
   * The queries of more than {@link #ROWS} rows or {@link #BYTES} bytes are planned as always.
   *
   * @param bytes of the input
   * @param oneTask whether one task does the work of a shuffle about as fast as several
   */
  static <T> T around(
      SparkSession spark, long rows, long bytes, boolean oneTask, Supplier<T> work) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (rows <= ROWS && bytes <= BYTES) {
      settings.put("spark.sql.adaptive.enabled", "false");
      settings.put("spark.sql.autoBroadcastJoinThreshold", "-1");
      if (oneTask) {
        settings.put("spark.sql.shuffle.partitions", "1");
      }
    }
    RuntimeConfig conf = spark.conf();
    Map<String, String> before = new LinkedHashMap<>();
    settings.keySet().forEach(key -> before.put(key, conf.get(key)));
    settings.forEach(conf::set);
    try {
      return work.get();
    } finally {
      before.forEach(conf::set);
    }
  }

  private SmallPlans() {}
}
