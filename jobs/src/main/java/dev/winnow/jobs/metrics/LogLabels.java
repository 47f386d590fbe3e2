package dev.winnow.jobs.metrics;

import dev.winnow.jobs.run.Stage;
import org.apache.spark.sql.SparkSession;
import org.slf4j.MDC;

/**
 * Labels of the log lines that a run causes: {@code run}, {@code recipe} and {@code stage} in the
 * mapped diagnostic context of the driver, and under the same names with the prefix {@code mdc.} in
 * that of the executors. A layout in JSON prints them.
 */
public final class LogLabels implements AutoCloseable {

  private static final String RUN = "run";
  private static final String RECIPE = "recipe";
  private static final String STAGE = "stage";

  private final SparkSession spark;

  public LogLabels(SparkSession spark, String runId, String recipe) {
    this.spark = spark;
    set(RUN, runId);
    set(RECIPE, recipe);
  }

  /** Names the stage that runs from now on. */
  public void stage(Stage stage) {
    set(STAGE, stage.label());
  }

  private void set(String name, String value) {
    if (value == null) {
      MDC.remove(name);
    } else {
      MDC.put(name, value);
    }
    // Spark copies local properties of this prefix to the threads of tasks.
    spark.sparkContext().setLocalProperty("mdc." + name, value);
  }

  @Override
  public void close() {
    set(RUN, null);
    set(RECIPE, null);
    set(STAGE, null);
  }
}
