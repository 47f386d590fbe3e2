package dev.winnow.jobs.progress;

import java.util.List;
import java.util.Map;

/**
 * Work of a run, as far as it is known before it starts.
 *
 * @param recipe name of the recipe; empty for none
 * @param runId id of the run; empty for a command on finished runs
 * @param stages labels of its stages, in their order
 * @param size bytes of the input, 0 if unknown
 * @param earlier times of stages in an earlier run, by label
 */
public record RunPlan(
    String recipe, String runId, List<String> stages, long size, Map<String, Measured> earlier) {

  public RunPlan {
    stages = List.copyOf(stages);
    earlier = Map.copyOf(earlier);
  }
}
