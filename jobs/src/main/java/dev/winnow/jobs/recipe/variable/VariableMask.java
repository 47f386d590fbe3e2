package dev.winnow.jobs.recipe.variable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Puts references in place of the values of environment variables, so that a message shows no
 * secret. Values of fewer than four characters stay: they protect nothing, and parts of other words
 * are equal to them.
 */
public final class VariableMask {

  private static final int SHORTEST = 4;

  private final List<Map.Entry<String, String>> variables;

  /**
   * @param variables values by the names of the variables
   */
  public VariableMask(Map<String, String> variables) {
    this.variables =
        variables.entrySet().stream()
            .filter(variable -> variable.getValue().length() >= SHORTEST)
            .map(variable -> Map.entry(variable.getKey(), variable.getValue()))
            .sorted(
                Comparator.comparingInt(
                        (Map.Entry<String, String> variable) -> -variable.getValue().length())
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
  }

  /** Returns the text with references in place of the values, the longest value first. */
  public String apply(String text) {
    String masked = text;
    for (Map.Entry<String, String> variable : variables) {
      masked = masked.replace(variable.getValue(), "${env:" + variable.getKey() + "}");
    }
    return masked;
  }
}
