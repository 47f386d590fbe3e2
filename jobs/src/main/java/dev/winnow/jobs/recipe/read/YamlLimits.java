package dev.winnow.jobs.recipe.read;

import java.io.StringReader;
import java.util.IdentityHashMap;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Limits on the documents, values, levels and aliases of a YAML text. */
final class YamlLimits {

  static final int MAX_DOCUMENTS = 100;
  static final int MAX_DEPTH = 30;
  static final int MAX_VALUES = 50_000;

  /** Size of a node with all that its aliases repeat. Counts end a little above the limits. */
  private record Weight(int values, int depth) {}

  /** Stands for a node whose own weight is not known yet. */
  private static final Weight OPEN = new Weight(0, 0);

  private final NodeFaults faults;
  private boolean withinLimits = true;

  YamlLimits(NodeFaults faults) {
    this.faults = faults;
  }

  /**
   * Counts a text piece by piece, before any of it is kept; stops at the first fault. A text that
   * is no YAML passes, for the reader to report it.
   *
   * @return false after a fault
   */
  boolean checkEvents(Yaml yaml, String text) {
    int documents = 0;
    int values = 0;
    int depth = 0;
    try {
      for (Event event : yaml.parse(new StringReader(text))) {
        if (event instanceof DocumentStartEvent && ++documents > MAX_DOCUMENTS) {
          fault(event, "a file must have at most " + MAX_DOCUMENTS + " documents, but has more");
        } else if (event instanceof NodeEvent && ++values > MAX_VALUES) {
          fault(event, "a file must have at most " + MAX_VALUES + " values, but has more");
        } else if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
          fault(event, "sections and lists must nest at most " + MAX_DEPTH + " levels deep");
        } else if (event instanceof CollectionEndEvent) {
          depth--;
        }
        String tag = tag(event);
        if (withinLimits && tag != null) {
          fault(event, "a value must have no tag, got " + Shown.text(tag) + "; remove the tag");
        }
        if (!withinLimits) {
          return false;
        }
      }
    } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return withinLimits;
    }
    return true;
  }

  private static String tag(Event event) {
    return event instanceof ScalarEvent scalar
        ? scalar.getTag()
        : event instanceof CollectionStartEvent start ? start.getTag() : null;
  }

  /**
   * Counts a document with all that its aliases repeat.
   *
   * @return false after a fault
   */
  boolean checkAliases(Node document) {
    withinLimits = true;
    weigh(document, new IdentityHashMap<>());
    return withinLimits;
  }

  /** Goes as deep as the text, because an alias names a node before it, which is weighed. */
  private Weight weigh(Node node, Map<Node, Weight> known) {
    Weight before = known.putIfAbsent(node, OPEN);
    if (before == OPEN) {
      fault(node, "an alias must not name a value that contains it");
    }
    if (before != null || !withinLimits) {
      return before == null ? OPEN : before;
    }
    long values = 1;
    int depth = 0;
    if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        Weight weight = weigh(item, known);
        values += weight.values();
        depth = Math.max(depth, weight.depth());
      }
    } else if (node instanceof MappingNode section) {
      for (NodeTuple pair : section.getValue()) {
        Weight key = weigh(pair.getKeyNode(), known);
        Weight value = weigh(pair.getValueNode(), known);
        values += key.values() + value.values();
        depth = Math.max(depth, Math.max(key.depth(), value.depth()));
      }
    }
    if (withinLimits && values > MAX_VALUES) {
      fault(node, "aliases must repeat at most " + MAX_VALUES + " values, but repeat more");
    } else if (withinLimits && depth >= MAX_DEPTH) {
      fault(node, "aliases must nest at most " + MAX_DEPTH + " levels deep");
    }
    Weight weight = new Weight((int) Math.min(values, MAX_VALUES + 1), depth + 1);
    known.put(node, weight);
    return weight;
  }

  private void fault(Event event, String message) {
    faults.at(event.getStartMark(), message);
    withinLimits = false;
  }

  private void fault(Node node, String message) {
    if (withinLimits) {
      faults.at(node, message);
      withinLimits = false;
    }
  }
}
