package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.recipe.Section;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads one YAML document into values that fit the recipe's records. A fault is recorded with its
 * line and column, and the reader continues.
 */
final class RecipeReader {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final NodeFaults faults;
  private final Scalars scalars;
  private final FreeValues freeValues;
  private final Map<String, String> origins;
  private final Map<String, Mark> places;

  /**
   * @param places receives the line and column of each key
   */
  RecipeReader(
      UnaryOperator<String> environment,
      NodeFaults faults,
      Map<String, String> origins,
      Map<String, Mark> places) {
    Variables variables = new Variables(environment, faults);
    this.faults = faults;
    this.scalars = new Scalars(variables, faults);
    this.freeValues = new FreeValues(variables, faults);
    this.origins = origins;
    this.places = places;
  }

  /** Reads a section; leaves out faulty keys. */
  void section(Node node, Section section, String path, ObjectNode into) {
    if (!(node instanceof MappingNode mapping)) {
      String got = node instanceof SequenceNode ? "a list" : "a value";
      faults.at(
          node, (path.isEmpty() ? "the recipe" : path) + " must be a section of keys, got " + got);
      return;
    }
    Set<String> seen = new HashSet<>();
    for (NodeTuple pair : mapping.getValue()) {
      if (!(pair.getKeyNode() instanceof ScalarNode key)) {
        faults.at(
            pair.getKeyNode(),
            (path.isEmpty() ? "the recipe" : path)
                + " must have words as keys, got a list or a section in place of a key");
        continue;
      }
      String name = key.getValue();
      String full = path.isEmpty() ? name : path + "." + name;
      Section.Entry entry = section.get(name);
      if (!seen.add(name)) {
        faults.at(key, Shown.text(full) + " must be given once, but it is repeated here");
      } else if (entry == null) {
        faults.at(
            key,
            faults.areMany()
                ? Shown.text(full) + " is an unknown key"
                : UnknownKeys.message(full, name, section));
      } else {
        entry(key, pair.getValueNode(), entry, into);
      }
    }
  }

  /** Reads the value of one key. A value of null in {@code --set} takes the file's value away. */
  void entry(Node key, Node value, Section.Entry entry, ObjectNode into) {
    places.put(entry.path(), key.getStartMark());
    if (Scalars.isNull(value)) {
      none(key, entry, into);
      return;
    }
    origins.put(entry.path(), faults.origin(key));
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
      read = entry.isList() ? list(value, entry) : scalars.read(value, entry, entry.type());
    }
    if (read != null) {
      into.set(entry.name(), read);
    }
  }

  private void none(Node key, Section.Entry entry, ObjectNode into) {
    if (entry.key().required()) {
      faults.at(key, entry.path() + " must have a value, got none");
    } else if (!faults.inFile()) {
      into.remove(entry.name());
      origins.remove(entry.path());
    } else if (entry.isSection() || entry.isMap()) {
      // Without its value, dedup would mean its absence, and `dedup: {}` all of its defaults.
      faults.at(
          key,
          entry.path()
              + " must have a value, got none; write "
              + entry.name()
              + ": {} for the defaults of the section, or remove the key");
    }
  }

  private ArrayNode sections(SequenceNode node, Section.Entry entry) {
    ArrayNode list = NODES.arrayNode();
    if (node.getValue().isEmpty()) {
      faults.at(node, entry.path() + " must hold at least one section, got none");
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
      faults.at(node, entry.path() + " must hold at least one value, got none");
      return null;
    }
    boolean sound = true;
    for (Node item : items) {
      JsonNode value = null;
      if (Scalars.isNull(item)) {
        faults.at(item, entry.path() + " must hold no empty value; remove it, or put it in quotes");
      } else {
        value = scalars.read(item, entry, entry.element());
      }
      sound &= value != null;
      list.add(value);
    }
    return sound ? list : null;
  }

  /** Reads a map whose names the recipe does not define. */
  private JsonNode named(Node node, Section.Entry entry) {
    if (node instanceof MappingNode) {
      return freeValues.read(node, entry.path());
    }
    faults.at(node, entry.path() + " must be a section of names and values");
    return null;
  }

  /** Reads one value of a map, and adds it to those that were read before. */
  void named(Node value, Section.Entry entry, String name, ObjectNode into) {
    origins.put(entry.path(), faults.origin(value));
    into.withObject("/" + entry.name())
        .set(name, freeValues.read(value, entry.path() + "." + name));
  }
}
