package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.Key;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.jobs.recipe.variable.EnvironmentText;
import dev.winnow.jobs.text.DidYouMean;
import java.math.BigDecimal;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads single values by the types of their keys, not by YAML's rules: {@code no} and {@code 1.0}
 * are texts where a text is asked for.
 */
final class Scalars {

  static final int MOST_CHARACTERS = 10_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Variables variables;
  private final NodeFaults faults;

  Scalars(Variables variables, NodeFaults faults) {
    this.variables = variables;
    this.faults = faults;
  }

  /**
   * Reads a value. One that names variables is a {@link EnvironmentText} if it is a free text, for
   * which a secret may stand, and else the value itself, because tables and files are named by it.
   *
   * @param type of the value, or of the item if the key has a list
   * @return null after a fault
   */
  JsonNode read(Node node, Section.Entry entry, Class<?> type) {
    if (!(node instanceof ScalarNode scalar)) {
      String got = node instanceof MappingNode ? "a section" : "a list";
      fault(node, entry, "must be " + ValueTypes.name(type) + ", got " + got);
      return null;
    }
    EnvironmentText read = variables.in(scalar, entry.path());
    if (read == null) {
      return null;
    }
    if (!entry.key().word().isEmpty() && read.value().equals(entry.key().word())) {
      return NODES.nullNode();
    }
    if (type.isEnum()) {
      return word(node, entry, type, read);
    }
    if (type == String.class) {
      return text(node, entry, read);
    }
    return ValueTypes.isTruth(type) ? truth(node, entry, read) : number(node, entry, type, read);
  }

  static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  private JsonNode text(Node node, Section.Entry entry, EnvironmentText read) {
    String text = entry.key().path() ? HomeFolder.expand(read.value()) : read.value();
    if (text.length() > MOST_CHARACTERS) {
      fault(
          node,
          entry,
          "must have at most " + MOST_CHARACTERS + " characters, got " + text.length());
      return null;
    }
    if (!entry.key().pattern().isEmpty()) {
      if (!text.matches(entry.key().pattern())) {
        boolean one = entry.key().pattern().equals(Key.ONE_CHARACTER);
        fault(
            node,
            entry,
            (one ? "must be one character" : "must match " + entry.key().pattern())
                + ", got "
                + shown(read)
                + (one && text.equals("\\t") ? "; a tab is \"\\t\", in double quotes" : ""));
        return null;
      }
      return NODES.textNode(text);
    }
    if (text.isBlank()) {
      fault(node, entry, "must not be blank");
      return null;
    }
    return read.namesVariables()
        ? NODES.pojoNode(new EnvironmentText(read.reference(), text, read.variables()))
        : NODES.textNode(text);
  }

  private JsonNode truth(Node node, Section.Entry entry, EnvironmentText read) {
    String text = read.value();
    if (text.equals("true") || text.equals("false")) {
      return NODES.booleanNode(text.equals("true"));
    }
    fault(node, entry, "must be true or false, got " + shown(read));
    return null;
  }

  private JsonNode word(Node node, Section.Entry entry, Class<?> type, EnvironmentText read) {
    List<String> words = NamedEncoders.words(type);
    if (words.contains(read.value())) {
      return NODES.textNode(read.value());
    }
    fault(
        node,
        entry,
        "must be one of "
            + String.join(", ", Section.words(type))
            + (type == EncoderKind.class ? ", or a name that winnow models lists" : "")
            + ", got "
            + shown(read)
            + (read.namesVariables() ? "" : DidYouMean.hint(read.value(), words)));
    return null;
  }

  private JsonNode number(Node node, Section.Entry entry, Class<?> type, EnvironmentText read) {
    Numbers.Read number = Numbers.read(read.value());
    if (number.value() == null) {
      // The rule for a value of the environment would show digits of it.
      String rule = read.namesVariables() ? null : number.fault();
      fault(
          node,
          entry,
          (rule == null ? "must be " + ValueTypes.name(type) : rule) + ", got " + shown(read));
      return null;
    }
    BigDecimal value = number.value();
    boolean whole = ValueTypes.isWhole(type);
    if (whole && value.stripTrailingZeros().scale() > 0) {
      fault(node, entry, "must be a whole number, got " + shown(read));
      return null;
    }
    Key key = entry.key();
    boolean low =
        key.aboveMin() ? value.doubleValue() <= key.min() : value.doubleValue() < key.min();
    if (low || value.doubleValue() > key.max()) {
      fault(node, entry, "must be " + ValueTypes.range(key) + ", got " + shown(read));
      return null;
    }
    if (whole && value.toBigInteger().bitLength() > 63) {
      fault(node, entry, "must fit into 64 bits, got " + shown(read));
      return null;
    }
    return whole ? NODES.numberNode(value.longValueExact()) : NODES.numberNode(value);
  }

  private static String shown(EnvironmentText read) {
    return Shown.text(read.reference());
  }

  private void fault(Node node, Section.Entry entry, String rule) {
    faults.at(node, entry.path() + " " + rule);
  }
}
