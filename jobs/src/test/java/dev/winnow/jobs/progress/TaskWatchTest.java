package dev.winnow.jobs.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskWatchTest {

  private double now;
  private final List<String> warnings = new ArrayList<>();
  private final TaskWatch watch = new TaskWatch(() -> now, warnings::add);

  private void task(int stage, long task, double seconds, long rows, long spilled) {
    watch.started(stage, task);
    now += seconds;
    watch.ended(stage, task, rows, spilled);
  }

  @Test
  void aTaskOfTwentySecondsAmongOthersOfOneIsSkewAndTold() {
    watch.startStage();
    for (int task = 0; task < 5; task++) {
      task(1, task, 1, 10, 0);
    }
    watch.started(1, 9);
    now += 9;
    watch.lookForSkew();
    assertEquals(List.of(), warnings, "nine seconds are not worth a warning");
    now += 11;
    watch.lookForSkew();
    watch.lookForSkew();
    assertEquals(1, warnings.size(), "once for a stage");
    assertTrue(warnings.get(0).startsWith("one task takes 20 s, the median of 5 others 1.0 s"));
  }

  @Test
  void evenTasksAreNoSkew() {
    watch.startStage();
    for (int task = 0; task < 8; task++) {
      task(1, task, 30, 10, 0);
    }
    watch.lookForSkew();
    assertEquals(List.of(), warnings);
  }

  @Test
  void spilledBytesAreToldOnceForAStage() {
    watch.startStage();
    task(1, 1, 1, 0, 60L << 20);
    assertEquals(List.of(), warnings);
    task(1, 2, 1, 0, 60L << 20);
    task(1, 3, 1, 0, 60L << 20);
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).startsWith("tasks have spilled 125 MB to disk"), warnings.get(0));
    watch.startStage();
    task(1, 4, 1, 0, 90L << 20);
    assertEquals(2, warnings.size());
  }

  @Test
  void aRunningTaskCountsByItsTime() {
    watch.startStage();
    assertEquals(0, watch.share(400), "nothing is known before a task has ended");
    task(1, 1, 10, 100, 0);
    assertEquals(0.25, watch.share(400), 1e-9);
    watch.started(1, 2);
    now += 5;
    assertEquals(0.375, watch.share(400), 1e-9);
    now += 100;
    assertEquals(0.475, watch.share(400), 1e-9, "a task that is late is not done");
    assertEquals(0, watch.share(0), "an unknown number of rows has no share");
  }

  @Test
  void aStepForgetsTheTasksOfTheStepBefore() {
    watch.startStage();
    task(1, 1, 10, 100, 0);
    watch.startStep();
    assertEquals(0, watch.rows());
    watch.ended(1, 2, 50, 0);
    assertEquals(0, watch.rows(), "a task that began before");
  }
}
