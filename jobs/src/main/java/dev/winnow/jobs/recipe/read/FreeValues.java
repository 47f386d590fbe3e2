package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML whose meaning another program knows: numbers, booleans, strings, lists and maps, as
 * they are written. If a name is repeated, its last value counts.
 */
final class FreeValues {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * @param substituted replaces the variables in the text of a scalar; returns null if one is not
   *     set, after it has reported the fault
   */
  static JsonNode read(Node node, Function<ScalarNode, String> substituted) {
    if (node instanceof MappingNode mapping) {
      ObjectNode map = NODES.objectNode();
      for (NodeTuple pair : mapping.getValue()) {
        String name = pair.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
        map.set(name, read(pair.getValueNode(), substituted));
      }
      return map;
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode list = NODES.arrayNode();
      sequence.getValue().forEach(item -> list.add(read(item, substituted)));
      return list;
    }
    return scalar((ScalarNode) node, substituted);
  }

  private static JsonNode scalar(ScalarNode node, Function<ScalarNode, String> substituted) {
    if (node.getTag().equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    String text = substituted.apply(node);
    if (text == null) {
      return NODES.nullNode();
    }
    if (node.getTag().equals(Tag.BOOL) && text.matches("(?i)true|false")) {
      return NODES.booleanNode(text.equalsIgnoreCase("true"));
    }
    String digits = text.replace("_", "");
    if (node.getTag().equals(Tag.INT) && digits.matches("[-+]?[0-9]+")) {
      BigInteger value = new BigInteger(digits);
      return value.bitLength() < 64 ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }
    if (node.getTag().equals(Tag.FLOAT) && digits.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?")) {
      return NODES.numberNode(new BigDecimal(digits));
    }
    return NODES.textNode(text);
  }

  private FreeValues() {}
}
