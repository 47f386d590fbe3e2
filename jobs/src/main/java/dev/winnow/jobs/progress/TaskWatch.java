package dev.winnow.jobs.progress;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Counts the tasks of Spark of the current step: rows that they have written, and the time that
 * they took. Finds tasks that take much longer than others, and tasks that spill to disk. Safe for
 * several threads.
 */
final class TaskWatch {

  /** A task is too long if it takes this many times as long as the median of its Spark stage. */
  private static final double SKEW = 5;

  /** Seconds below which no task is too long. */
  private static final double SKEW_SECONDS = 10;

  /** Fewest tasks whose median means something. */
  private static final int SKEW_TASKS = 4;

  private static final long SPILLED_BYTES = 64L << 20;

  /** Most task times of a Spark stage that are kept. */
  private static final int MOST_TIMES = 20_000;

  /** Largest part of a running task that counts as done. */
  private static final double MOST_OF_RUNNING = 0.9;

  /** Tasks of one stage of Spark. */
  private static final class Tasks {
    private final List<Double> seconds = new ArrayList<>();
    private final Map<Long, Double> running = new HashMap<>();
    private int ended;
    private double total;
    private long rows;
    private long spilled;
  }

  private final DoubleSupplier clock;
  private final Consumer<String> warn;
  private final Map<Integer, Tasks> stages = new HashMap<>();
  private boolean skewed;
  private long spilled;
  private boolean spillTold;

  /**
   * @param clock seconds
   * @param warn receives each warning once for a stage of the run
   */
  TaskWatch(DoubleSupplier clock, Consumer<String> warn) {
    this.clock = clock;
    this.warn = warn;
  }

  synchronized void startStage() {
    startStep();
    skewed = false;
    spilled = 0;
    spillTold = false;
  }

  synchronized void startStep() {
    stages.clear();
  }

  synchronized void started(int stage, long task) {
    stages.computeIfAbsent(stage, id -> new Tasks()).running.put(task, clock.getAsDouble());
  }

  /** Takes the end of a task. Of a task that began before the step, only spilled bytes count. */
  void ended(int stage, long task, long rows, long spilledBytes) {
    String warning;
    synchronized (this) {
      spilled += spilledBytes;
      Tasks tasks = stages.get(stage);
      Double began = tasks == null ? null : tasks.running.remove(task);
      if (began != null) {
        double seconds = clock.getAsDouble() - began;
        tasks.ended++;
        tasks.total += seconds;
        tasks.rows += rows;
        tasks.spilled += spilledBytes;
        if (tasks.seconds.size() < MOST_TIMES) {
          tasks.seconds.add(seconds);
        }
      }
      warning = spillWarning();
    }
    if (warning != null) {
      warn.accept(warning);
    }
  }

  private String spillWarning() {
    if (spillTold || spilled < SPILLED_BYTES) {
      return null;
    }
    spillTold = true;
    return String.format(
        Locale.ROOT,
        "tasks have spilled %,d MB to disk, which is slow; give Spark more memory"
            + " (WINNOW_DRIVER_MEMORY on one machine, spark.executor.memory on a cluster), or more"
            + " and smaller tasks by spark.sql.shuffle.partitions",
        spilled / 1_000_000);
  }

  /** Looks for a task that takes too long, among the tasks that ran and that run now. */
  void lookForSkew() {
    String warning;
    synchronized (this) {
      warning = skewed ? null : skewWarning();
      skewed |= warning != null;
    }
    if (warning != null) {
      warn.accept(warning);
    }
  }

  private String skewWarning() {
    double now = clock.getAsDouble();
    for (Tasks tasks : stages.values()) {
      if (tasks.seconds.size() < SKEW_TASKS) {
        continue;
      }
      double longest = Collections.max(tasks.seconds);
      for (double began : tasks.running.values()) {
        longest = Math.max(longest, now - began);
      }
      if (longest <= SKEW_SECONDS) {
        continue;
      }
      List<Double> sorted = new ArrayList<>(tasks.seconds);
      Collections.sort(sorted);
      double median = sorted.get(sorted.size() / 2);
      if (longest > SKEW * median) {
        return String.format(
            Locale.ROOT,
            "one task takes %.0f s, the median of %d others %.1f s, so cores wait for it; split"
                + " large input files, or raise cluster.k if it compares the rows of one cluster",
            longest,
            sorted.size(),
            median);
      }
    }
    return null;
  }

  /** Returns the rows that the tasks of the step have written. */
  synchronized long rows() {
    return stages.values().stream().mapToLong(tasks -> tasks.rows).sum();
  }

  /**
   * Returns the share of rows that are written. A running task counts by its time, against the mean
   * of those that have ended.
   *
   * @param expected rows that the step will write, 0 if unknown
   * @return from 0 to 1; 0 if it is unknown
   */
  synchronized double share(long expected) {
    Tasks writing = null;
    for (Tasks tasks : stages.values()) {
      writing = writing == null || tasks.rows > writing.rows ? tasks : writing;
    }
    if (expected <= 0 || writing == null || writing.rows == 0) {
      return 0;
    }
    double now = clock.getAsDouble();
    double mean = writing.total / writing.ended;
    double parts = 0;
    for (double began : writing.running.values()) {
      parts += mean <= 0 ? 0 : Math.min(MOST_OF_RUNNING, (now - began) / mean);
    }
    double rows = rows() + parts * writing.rows / writing.ended;
    return Math.min(0.99, rows / expected);
  }
}
