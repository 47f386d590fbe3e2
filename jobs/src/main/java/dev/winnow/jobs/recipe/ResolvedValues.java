package dev.winnow.jobs.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.winnow.jobs.recipe.variable.EnvironmentText;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values of a recipe in which variables have their values. The maps of free values, such as {@code
 * embed.params}, keep the references: a transformer gets its credentials there.
 */
public final class ResolvedValues {

  /** Returns a copy of values from the top of a recipe. */
  public static ObjectNode of(ObjectNode values) {
    return resolved(Section.top(), values.deepCopy());
  }

  /** Returns the variables that free texts name, also those in free maps, with their values. */
  public static Map<String, String> variables(JsonNode values) {
    Map<String, String> variables = new TreeMap<>();
    if (values instanceof POJONode node && node.getPojo() instanceof EnvironmentText text) {
      variables.putAll(text.variables());
    }
    values.forEach(value -> variables.putAll(variables(value)));
    return variables;
  }

  private static ObjectNode resolved(Section section, ObjectNode values) {
    for (Section.Entry entry : section.entries()) {
      JsonNode value = values.get(entry.name());
      if (value instanceof ArrayNode list) {
        for (int i = 0; i < list.size(); i++) {
          list.set(i, resolved(entry, list.get(i)));
        }
      } else if (value != null && !entry.isMap()) {
        values.set(entry.name(), resolved(entry, value));
      }
    }
    return values;
  }

  private static JsonNode resolved(Section.Entry entry, JsonNode value) {
    if (entry.isSection() && value instanceof ObjectNode section) {
      return resolved(Section.of(entry), section);
    }
    return value instanceof POJONode node && node.getPojo() instanceof EnvironmentText text
        ? TextNode.valueOf(text.value())
        : value;
  }

  private ResolvedValues() {}
}
