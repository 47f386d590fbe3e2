package dev.winnow.jobs.run;

import dev.winnow.jobs.progress.Shown;
import dev.winnow.transforms.task.GpuTasks;
import java.util.List;

/**
 * Request of a command: the stages to run, with their options.
 *
 * @param runId given run id, or null for one derived from recipe and input
 * @param stages stages to run; each needs the tables of the stages before it, run now or earlier
 * @param shown progress that is shown
 * @param gpus GPU share of each task that embeds with a model; null if Spark's settings give it, or
 *     without a GPU
 */
public record RunRequest(String runId, List<Stage> stages, Shown shown, GpuTasks gpus) {

  public RunRequest {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("stages must name at least one stage, got none");
    }
  }

  public RunRequest(String runId, List<Stage> stages, boolean quiet) {
    this(runId, stages, Shown.lines(quiet), null);
  }

  public static RunRequest all(String runId, boolean quiet) {
    return new RunRequest(runId, List.of(Stage.values()), quiet);
  }
}
