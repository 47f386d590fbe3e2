package dev.winnow.jobs.run;

import dev.winnow.transforms.task.GpuTasks;
import java.util.List;

/**
 * What a command asks for.
 *
 * @param runId given run id, or null for one derived from recipe and input
 * @param stages stages to run; each needs the tables of the stages before it, run now or earlier
 * @param quiet whether progress is left out
 * @param gpus the share of a GPU that tasks ask for which embed with a model; null where Spark's
 *     own settings say it, or there is none
 */
public record RunRequest(String runId, List<Stage> stages, boolean quiet, GpuTasks gpus) {

  public RunRequest {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("stages must name at least one stage, got none");
    }
  }

  public RunRequest(String runId, List<Stage> stages, boolean quiet) {
    this(runId, stages, quiet, null);
  }

  public static RunRequest all(String runId, boolean quiet) {
    return new RunRequest(runId, List.of(Stage.values()), quiet);
  }
}
