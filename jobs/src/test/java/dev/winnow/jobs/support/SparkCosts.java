package dev.winnow.jobs.support;

import dev.winnow.transforms.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;

/**
 * Counts the Spark jobs and SQL executions of each stage of the runs between {@link #start} and
 * {@link #close}, by the descriptions that a run gives them. Delta's own jobs count for the stage
 * that causes them.
 */
public final class SparkCosts extends SparkListener implements AutoCloseable {

  /** Jobs and executions of a stage. */
  public record Cost(int jobs, int executions) {}

  private record Step(String stage, String name) {}

  private static final Pattern STEP =
      Pattern.compile("winnow (?:\\S+ )?\\d+/\\d+ (\\S+): ([^:\\n]*)");

  private final SparkContext context = LocalSpark.session().sparkContext();
  private final List<Step> jobs = new ArrayList<>();
  private final List<Step> executions = new ArrayList<>();
  private int allJobs;
  private int describedJobs;

  public static SparkCosts start() {
    SparkCosts costs = new SparkCosts();
    costs.context.addSparkListener(costs);
    return costs;
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart started) {
    String description = started.properties().getProperty("spark.job.description", "");
    add(jobs, description);
    allJobs++;
    describedJobs += description.contains("winnow ") ? 1 : 0;
  }

  @Override
  public synchronized void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof SparkListenerSQLExecutionStart started) {
      add(executions, started.description());
    }
  }

  private static void add(List<Step> steps, String description) {
    Matcher matcher = STEP.matcher(description);
    if (matcher.find()) {
      steps.add(new Step(matcher.group(1), matcher.group(2)));
    }
  }

  public synchronized Cost of(String stage) {
    return new Cost(count(jobs, stage), count(executions, stage));
  }

  /** Returns the share of all jobs whose description names Winnow and its step. */
  public synchronized double describedShare() {
    return (double) describedJobs / allJobs;
  }

  /** Returns the jobs and executions of all stages. */
  public synchronized Cost total() {
    return new Cost(jobs.size(), executions.size());
  }

  private static int count(List<Step> steps, String stage) {
    return (int) steps.stream().filter(step -> step.stage().equals(stage)).count();
  }

  /** Returns the number of jobs of one step of a stage. */
  public synchronized int jobs(String stage, String step) {
    return (int) jobs.stream().filter(new Step(stage, step)::equals).count();
  }

  /** Stops counting, when all events so far have arrived. */
  @Override
  public void close() throws TimeoutException {
    context.listenerBus().waitUntilEmpty();
    context.removeSparkListener(this);
  }
}
