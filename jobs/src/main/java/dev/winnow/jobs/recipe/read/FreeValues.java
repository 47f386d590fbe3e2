package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.recipe.variable.EnvironmentText;
import java.math.BigDecimal;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML whose meaning another program knows: numbers, truth values, strings, lists and maps,
 * as they are written. Only {@code true} and {@code false} are truth values; {@code no} and {@code
 * off} are strings.
 */
final class FreeValues {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Variables variables;
  private final NodeFaults faults;

  FreeValues(Variables variables, NodeFaults faults) {
    this.variables = variables;
    this.faults = faults;
  }

  /**
   * Reads a value; a faulty one becomes null.
   *
   * @param key dotted key of the value, for messages
   */
  JsonNode read(Node node, String key) {
    if (node instanceof MappingNode mapping) {
      ObjectNode map = NODES.objectNode();
      for (NodeTuple pair : mapping.getValue()) {
        if (!(pair.getKeyNode() instanceof ScalarNode name)) {
          faults.at(pair.getKeyNode(), key + " must have texts as names, got a list or a section");
        } else if (map.has(name.getValue())) {
          faults.at(
              name, key + "." + name.getValue() + " must be given once, but it is repeated here");
        } else {
          map.set(name.getValue(), read(pair.getValueNode(), key + "." + name.getValue()));
        }
      }
      return map;
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode list = NODES.arrayNode();
      sequence.getValue().forEach(item -> list.add(read(item, key)));
      return list;
    }
    return scalar((ScalarNode) node, key);
  }

  private JsonNode scalar(ScalarNode node, String key) {
    if (node.getTag().equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    EnvironmentText read = variables.in(node, key);
    if (read == null) {
      return NODES.nullNode();
    }
    if (read.namesVariables()) {
      return NODES.pojoNode(read);
    }
    String text = read.value();
    if (node.getTag().equals(Tag.BOOL) && text.matches("(?i)true|false")) {
      return NODES.booleanNode(text.equalsIgnoreCase("true"));
    }
    if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
      Numbers.Read number = Numbers.read(text);
      if (number.value() != null) {
        return number(number.value(), node.getTag().equals(Tag.INT));
      }
      if (number.fault() != null || text.length() > 1000) {
        String rule = number.fault() == null ? "must fit into a double" : number.fault();
        faults.at(node, key + " " + rule + ", got " + Shown.text(text));
        return NODES.nullNode();
      }
    }
    return NODES.textNode(text);
  }

  private static JsonNode number(BigDecimal value, boolean whole) {
    if (!whole) {
      return NODES.numberNode(value);
    }
    return value.toBigInteger().bitLength() < 64
        ? NODES.numberNode(value.longValueExact())
        : NODES.numberNode(value.toBigInteger());
  }
}
