package dev.winnow.jobs.doctor;

import dev.winnow.jobs.tables.CommitTrial;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Checks of clocks against that of the driver. A lease is dead, and a file is old enough for a
 * vacuum, by the time of the file system; a lease that was not renewed for a minute is taken over.
 */
final class Clocks {

  /** Difference in milliseconds above which a clock is wrong. */
  private static final long WARN = 2_000;

  /** Difference in milliseconds at which a lease that is in use looks dead. */
  private static final long FAIL = 60_000;

  private static final String FIX =
      "let NTP set the clocks of all machines, such as by chrony or systemd-timesyncd";

  /** Time for which a task holds its slot, so that the tasks reach every executor. */
  private static final long HOLD_MILLIS = 300;

  private static final int MOST_TASKS = 1_000;

  /**
   * Time of a task by the clock of its executor.
   *
   * @param millis milliseconds since 1970
   */
  record Reading(String executor, long millis) implements Serializable {}

  /**
   * Checks the clock of the file system that holds a warehouse.
   *
   * @param stamp null if the file system gives no times
   */
  static Check ofFileSystem(String warehouse, CommitTrial.Stamp stamp) {
    return stamp == null
        ? Check.ok("clock", "the file system of " + warehouse + " gives no times of files")
        : check(
            "the file system of " + warehouse,
            difference(stamp.modified(), stamp.before(), stamp.after()));
  }

  /**
   * Checks the clocks of the executors; none in local mode, where the driver is the executor. Costs
   * a Spark job of about half a second. A difference is seen as far as it is longer than the job.
   */
  static List<Check> ofExecutors(SparkSession spark) {
    if (spark.sparkContext().isLocal()) {
      return List.of();
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int tasks = Math.min(MOST_TASKS, Math.max(1, spark.sparkContext().defaultParallelism()));
    context.setJobDescription("winnow doctor: clocks of the executors");
    try {
      List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
      long before = System.currentTimeMillis();
      List<Reading> clocks =
          context
              .parallelize(numbers, tasks)
              .map(
                  number -> {
                    Thread.sleep(HOLD_MILLIS);
                    return new Reading(SparkEnv.get().executorId(), System.currentTimeMillis());
                  })
              .collect();
      return List.of(ofExecutors(clocks, before, System.currentTimeMillis()));
    } finally {
      context.setJobDescription(null);
    }
  }

  /**
   * Checks the executor whose clock differs most.
   *
   * @param clocks at least one
   * @param before time of the driver before the job
   * @param after time of the driver after the job
   */
  static Check ofExecutors(List<Reading> clocks, long before, long after) {
    Map<String, Long> differences = new TreeMap<>();
    clocks.forEach(
        clock ->
            differences.merge(
                clock.executor(),
                difference(clock.millis(), before, after),
                (one, other) -> Math.abs(one) >= Math.abs(other) ? one : other));
    String worst =
        differences.keySet().stream()
            .reduce(
                (one, other) ->
                    Math.abs(differences.get(one)) >= Math.abs(differences.get(other))
                        ? one
                        : other)
            .orElseThrow();
    return check("executor " + worst, differences.get(worst));
  }

  /** Returns by how much a time lies outside of a span: below 0 before it, 0 inside. */
  private static long difference(long at, long from, long to) {
    return at < from ? at - from : at > to ? at - to : 0;
  }

  private static Check check(String owner, long difference) {
    long size = Math.abs(difference);
    if (size <= WARN) {
      return Check.ok("clock", owner + " is within 2 s of this driver");
    }
    return Check.bad(
        "clock",
        size > FAIL,
        String.format(
            Locale.ROOT,
            "%s is %.1f s %s this driver",
            owner,
            size / 1000.0,
            difference > 0 ? "ahead of" : "behind"),
        FIX);
  }

  private Clocks() {}
}
