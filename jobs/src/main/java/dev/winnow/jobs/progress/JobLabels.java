package dev.winnow.jobs.progress;

import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;

/**
 * Group and description of the jobs that this thread submits to Spark, and the listener that counts
 * their tasks. Those of before are restored in the end.
 */
final class JobLabels implements AutoCloseable {

  private static final String GROUP = "spark.jobGroup.id";
  private static final String DESCRIPTION = "spark.job.description";

  private final SparkContext spark;
  private final String group;
  private final String description;
  private SparkListener listener;

  /**
   * @param session null for no Spark
   */
  JobLabels(SparkSession session) {
    spark = session == null ? null : session.sparkContext();
    group = spark == null ? null : spark.getLocalProperty(GROUP);
    description = spark == null ? null : spark.getLocalProperty(DESCRIPTION);
  }

  void set(String newGroup, String newDescription) {
    if (spark != null) {
      // A group of before may be one that a notebook cancels by, so it stays.
      if (group == null) {
        spark.setLocalProperty(GROUP, newGroup.strip());
      }
      spark.setJobDescription(newDescription);
    }
  }

  void watch(TaskWatch tasks) {
    listener =
        new SparkListener() {
          @Override
          public void onTaskStart(SparkListenerTaskStart started) {
            tasks.started(started.stageId(), started.taskInfo().taskId());
          }

          @Override
          public void onTaskEnd(SparkListenerTaskEnd ended) {
            boolean counted = ended.taskMetrics() != null && ended.taskInfo().successful();
            tasks.ended(
                ended.stageId(),
                ended.taskInfo().taskId(),
                counted ? ended.taskMetrics().outputMetrics().recordsWritten() : 0,
                counted ? ended.taskMetrics().diskBytesSpilled() : 0);
          }
        };
    spark.addSparkListener(listener);
  }

  @Override
  public void close() {
    if (spark == null) {
      return;
    }
    if (listener != null) {
      spark.removeSparkListener(listener);
    }
    spark.setJobDescription(description);
    spark.setLocalProperty(GROUP, group);
  }
}
