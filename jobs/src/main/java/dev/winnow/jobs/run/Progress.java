package dev.winnow.jobs.run;

import dev.winnow.transforms.text.Printable;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the progress of a run: a line when a stage starts and ends, and at least one every ten
 * seconds in between, with rows per second, and the time left where the number of rows is known.
 * Lines go to the given stream and to the log.
 */
public final class Progress implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("winnow.progress");
  private static final int EVERY_SECONDS = 8;

  private final SparkSession spark;
  private final PrintStream out;
  private final boolean quiet;
  private final AtomicLong rowsWritten = new AtomicLong();
  private final AtomicInteger tasksDone = new AtomicInteger();
  private final AtomicInteger tasksKnown = new AtomicInteger();
  private final ScheduledExecutorService ticking =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "winnow-progress");
            thread.setDaemon(true);
            return thread;
          });
  private final SparkListener listener =
      new SparkListener() {
        @Override
        public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
          tasksKnown.addAndGet(submitted.stageInfo().numTasks());
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd ended) {
          tasksDone.incrementAndGet();
          if (ended.taskMetrics() != null) {
            rowsWritten.addAndGet(ended.taskMetrics().outputMetrics().recordsWritten());
          }
        }
      };
  private volatile String stage = "";
  private volatile String step = "";
  private volatile long expectedRows;
  private volatile long started;
  private volatile long lastLine = System.nanoTime();

  public Progress(SparkSession spark, PrintStream out, boolean quiet) {
    this.spark = spark;
    this.out = out;
    this.quiet = quiet;
    spark.sparkContext().addSparkListener(listener);
    ticking.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Starts a stage.
   *
   * @param name such as {@code 2/6 embed}
   * @param what a phrase on the work of the stage
   */
  public void stage(String name, String what) {
    stage = name;
    started = System.nanoTime();
    step(what, 0);
  }

  /**
   * Starts a step of the stage; the descriptions of Spark's jobs name it.
   *
   * @param rows rows that the step will write, 0 when unknown
   */
  public void step(String what, long rows) {
    step = what;
    expectedRows = rows;
    rowsWritten.set(0);
    tasksDone.set(0);
    tasksKnown.set(0);
    spark.sparkContext().setJobDescription("winnow " + stage + ": " + what);
    line("stage " + stage + ": " + what);
  }

  public void note(String text) {
    line("stage " + stage + ": " + text);
  }

  public double secondsOfStage() {
    return (System.nanoTime() - started) / 1e9;
  }

  private void tick() {
    if (stage.isEmpty() || System.nanoTime() - lastLine < EVERY_SECONDS * 1_000_000_000L) {
      return;
    }
    double seconds = secondsOfStage();
    StringBuilder text = new StringBuilder("stage " + stage + ": " + step);
    text.append(", ").append(tasksDone.get()).append(" of ").append(tasksKnown.get());
    text.append(" tasks");
    long rows = rowsWritten.get();
    if (rows > 0) {
      double rate = rows / seconds;
      text.append(String.format(Locale.ROOT, ", %,d rows, %,.0f rows/s", rows, rate));
      if (expectedRows > rows) {
        text.append(
            String.format(Locale.ROOT, ", about %,.0f s left", (expectedRows - rows) / rate));
      }
    }
    text.append(String.format(Locale.ROOT, ", %.0f s", seconds));
    line(text.toString());
  }

  private synchronized void line(String raw) {
    String text = Printable.of(raw);
    lastLine = System.nanoTime();
    LOG.info(text);
    if (!quiet) {
      out.println(text);
      out.flush();
    }
  }

  @Override
  public void close() {
    ticking.shutdownNow();
    spark.sparkContext().removeSparkListener(listener);
    spark.sparkContext().setJobDescription(null);
  }
}
