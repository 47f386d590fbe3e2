package dev.winnow.jobs.progress;

import java.util.List;
import java.util.Map;

/**
 * Work of a run, as far as it is known before it starts.
 *
 * @param recipe name of the recipe; empty for a command that runs no recipe
 * @param runId empty for a command that runs no recipe
 * @param stages labels of its stages, in their order
 * @param size bytes of the input, 0 if unknown
 * @param earlier times of stages in an earlier run, by label
 */
public record RunPlan(
    String recipe, String runId, List<String> stages, long size, Map<String, Measured> earlier) {

  /** Plan of a command that runs no recipe. */
  static final RunPlan NONE = new RunPlan("", "", List.of(), 0, Map.of());

  public RunPlan {
    stages = List.copyOf(stages);
    earlier = Map.copyOf(earlier);
  }
}
