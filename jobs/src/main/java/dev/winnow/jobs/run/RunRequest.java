package dev.winnow.jobs.run;

import java.util.List;

/**
 * What a command asks for.
 *
 * @param runId given run id, or null for one derived from recipe and input
 * @param stages stages to run; each needs the tables of the stages before it, run now or earlier
 * @param quiet whether progress is left out
 */
public record RunRequest(String runId, List<Stage> stages, boolean quiet) {

  public RunRequest {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("stages must name at least one stage, got none");
    }
  }

  public static RunRequest all(String runId, boolean quiet) {
    return new RunRequest(runId, List.of(Stage.values()), quiet);
  }
}
