package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.recipe.Key;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.jobs.text.DidYouMean;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads one YAML document into values that fit the recipe's records. A fault is recorded with its
 * line and column, and the reader continues.
 */
final class RecipeReader {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)\\}");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String origin;
  private final boolean inFile;
  private final UnaryOperator<String> environment;
  private final List<Fault> faults;
  private final Map<String, String> origins;
  private final Map<String, Mark> places;

  /**
   * @param origin file name, or --set
   * @param inFile whether messages name lines of the origin
   * @param places receives the line and column of each key
   */
  RecipeReader(
      String origin,
      boolean inFile,
      UnaryOperator<String> environment,
      List<Fault> faults,
      Map<String, String> origins,
      Map<String, Mark> places) {
    this.origin = origin;
    this.inFile = inFile;
    this.environment = environment;
    this.faults = faults;
    this.origins = origins;
    this.places = places;
  }

  /** Reads a section; leaves out faulty keys. */
  void section(Node node, Section section, String path, ObjectNode into) {
    if (!(node instanceof MappingNode mapping)) {
      fault(node, (path.isEmpty() ? "the recipe" : path) + " must be a section of keys");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (NodeTuple pair : mapping.getValue()) {
      String name = pair.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
      Section.Entry entry = section.get(name);
      String full = path.isEmpty() ? name : path + "." + name;
      if (!seen.add(name)) {
        fault(pair.getKeyNode(), full + " must be given once, but it is repeated here");
      } else if (entry == null) {
        fault(
            pair.getKeyNode(),
            full + " is an unknown key" + DidYouMean.hint(name, section.names()));
      } else {
        entry(pair.getKeyNode(), pair.getValueNode(), entry, into);
      }
    }
  }

  /** Reads the value of one key. */
  void entry(Node key, Node value, Section.Entry entry, ObjectNode into) {
    places.put(entry.path(), key.getStartMark());
    origins.put(entry.path(), inFile ? origin + ":" + (key.getStartMark().getLine() + 1) : origin);
    if (isNull(value)) {
      if (entry.key().required()) {
        fault(key, entry.path() + " must have a value, got none");
      }
      return;
    }
    if (entry.isSections() && value instanceof SequenceNode list) {
      into.set(entry.name(), sections(list, entry));
      return;
    }
    if (entry.isSection()) {
      ObjectNode section =
          into.get(entry.name()) instanceof ObjectNode known ? known : NODES.objectNode();
      section(value, Section.of(entry), entry.path(), section);
      into.set(entry.name(), section);
      return;
    }
    JsonNode read;
    if (entry.isMap()) {
      read = named(value, entry);
    } else {
      read = entry.isList() ? list(value, entry) : scalar(value, entry, entry.type());
    }
    if (read != null) {
      into.set(entry.name(), read);
    }
  }

  private ArrayNode sections(SequenceNode node, Section.Entry entry) {
    ArrayNode list = NODES.arrayNode();
    if (node.getValue().isEmpty()) {
      fault(node, entry.path() + " must hold at least one section, got none");
    }
    for (Node item : node.getValue()) {
      String path = Section.item(entry.path(), list.size());
      places.put(path, item.getStartMark());
      Section section = Section.of(entry, list.size());
      section(item, section, path, list.addObject());
    }
    return list;
  }

  private JsonNode list(Node node, Section.Entry entry) {
    ArrayNode list = NODES.arrayNode();
    List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    if (items.isEmpty() && !entry.key().mayBeEmpty()) {
      fault(node, entry.path() + " must hold at least one value, got none");
      return null;
    }
    for (Node item : items) {
      JsonNode value = scalar(item, entry, entry.element());
      if (value == null) {
        return null;
      }
      list.add(value);
    }
    return list;
  }

  /** Reads a map whose names the recipe does not define. */
  private JsonNode named(Node node, Section.Entry entry) {
    if (node instanceof MappingNode) {
      return FreeValues.read(node, text -> substituted(text, entry));
    }
    fault(node, entry.path() + " must be a section of names and values");
    return null;
  }

  /** Reads one value of a map, and adds it to those that were read before. */
  void named(Node value, Section.Entry entry, String name, ObjectNode into) {
    origins.put(entry.path(), origin);
    into.withObject("/" + entry.name())
        .set(name, FreeValues.read(value, text -> substituted(text, entry)));
  }

  private JsonNode scalar(Node node, Section.Entry entry, Class<?> type) {
    if (!(node instanceof ScalarNode scalar)) {
      fault(node, entry.path() + " must be " + ValueTypes.name(type) + ", got a section or a list");
      return null;
    }
    String text = substituted(scalar, entry);
    if (text == null) {
      return null;
    }
    if (!entry.key().word().isEmpty() && text.equals(entry.key().word())) {
      return NODES.nullNode();
    }
    if (type.isEnum()) {
      return word(node, entry, type, text);
    }
    if (type == String.class) {
      if (!entry.key().pattern().isEmpty() && !text.matches(entry.key().pattern())) {
        boolean one = entry.key().pattern().equals(Key.ONE_CHARACTER);
        fault(
            node,
            entry.path()
                + (one ? " must be one character" : " must match " + entry.key().pattern())
                + ", got "
                + shown(text)
                + (one && text.equals("\\t") ? "; a tab is \"\\t\", in double quotes" : ""));
        return null;
      }
      // A tab is blank, and separates fields.
      if (text.isBlank() && !entry.key().pattern().equals(Key.ONE_CHARACTER)) {
        fault(node, entry.path() + " must not be blank");
        return null;
      }
      return NODES.textNode(text);
    }
    return ValueTypes.isTruth(type) ? truth(node, entry, text) : number(node, entry, type, text);
  }

  private JsonNode truth(Node node, Section.Entry entry, String text) {
    if (text.equals("true") || text.equals("false")) {
      return NODES.booleanNode(text.equals("true"));
    }
    fault(node, entry.path() + " must be true or false, got " + shown(text));
    return null;
  }

  private JsonNode word(Node node, Section.Entry entry, Class<?> type, String text) {
    List<String> words = Section.words(type);
    if (words.contains(text)) {
      return NODES.textNode(text);
    }
    fault(
        node,
        entry.path()
            + " must be one of "
            + String.join(", ", words)
            + ", got "
            + shown(text)
            + DidYouMean.hint(text, words));
    return null;
  }

  private JsonNode number(Node node, Section.Entry entry, Class<?> type, String text) {
    BigDecimal value;
    try {
      value = new BigDecimal(text.replace("_", ""));
    } catch (NumberFormatException e) {
      fault(node, entry.path() + " must be " + ValueTypes.name(type) + ", got " + shown(text));
      return null;
    }
    boolean whole = ValueTypes.isWhole(type);
    if (whole && value.stripTrailingZeros().scale() > 0) {
      fault(node, entry.path() + " must be a whole number, got " + text);
      return null;
    }
    Key key = entry.key();
    boolean low =
        key.aboveMin() ? value.doubleValue() <= key.min() : value.doubleValue() < key.min();
    if (low || value.doubleValue() > key.max()) {
      fault(node, entry.path() + " must be " + ValueTypes.range(key) + ", got " + text);
      return null;
    }
    if (whole && value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      fault(node, entry.path() + " must fit into 64 bits, got " + text);
      return null;
    }
    return whole ? NODES.numberNode(value.longValueExact()) : NODES.numberNode(value);
  }

  private String substituted(ScalarNode scalar, Section.Entry entry) {
    Matcher variables = VARIABLE.matcher(scalar.getValue());
    StringBuilder text = new StringBuilder();
    while (variables.find()) {
      String value = environment.apply(variables.group(1));
      if (value == null) {
        fault(
            scalar,
            entry.path()
                + " names the environment variable "
                + variables.group(1)
                + ", which is not set");
        return null;
      }
      variables.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return variables.appendTail(text).toString();
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  private static String shown(String text) {
    return text.isEmpty() ? "nothing" : text;
  }

  private void fault(Node node, String message) {
    Mark mark = node.getStartMark();
    faults.add(
        inFile
            ? new Fault(origin, mark.getLine() + 1, mark.getColumn() + 1, message)
            : new Fault(origin, 0, 0, message));
  }
}
