package dev.winnow.jobs.recipe.variable;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Text of a recipe that names environment variables. It is printed, stored and compared as it is
 * written in the recipe, so that a secret stays in the environment.
 *
 * @param reference text of the recipe, with {@code ${env:NAME}}
 * @param value text with the values of the variables
 * @param variables values by the names of the variables
 */
public record EnvironmentText(String reference, String value, Map<String, String> variables) {

  public EnvironmentText {
    variables = new TreeMap<>(variables);
  }

  /** Returns whether the text names a variable. */
  public boolean namesVariables() {
    return !variables.isEmpty();
  }

  /** Returns a free value with the values of its variables, also in its lists and maps. */
  public static Object resolved(Object free) {
    if (free instanceof EnvironmentText text) {
      return text.value;
    }
    if (free instanceof List<?> list) {
      return list.stream()
          .map(EnvironmentText::resolved)
          .collect(Collectors.toCollection(ArrayList::new));
    }
    return free instanceof Map<?, ?> map ? resolved(map) : free;
  }

  /** Returns a map of free values with the values of their variables. */
  public static <K> Map<K, Object> resolved(Map<K, ?> free) {
    Map<K, Object> values = new LinkedHashMap<>();
    free.forEach((name, value) -> values.put(name, resolved(value)));
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EnvironmentText text && text.reference.equals(reference);
  }

  @Override
  public int hashCode() {
    return reference.hashCode();
  }

  @JsonValue
  @Override
  public String toString() {
    return reference;
  }
}
