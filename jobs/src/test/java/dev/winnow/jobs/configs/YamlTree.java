package dev.winnow.jobs.configs;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads parts of a YAML document; absent parts are null or empty. */
final class YamlTree {

  private final Node node;

  YamlTree(Node node) {
    this.node = node;
  }

  YamlTree at(String... names) {
    Node found = node;
    for (String name : names) {
      Node next = null;
      if (found instanceof MappingNode mapping) {
        for (NodeTuple pair : mapping.getValue()) {
          if (pair.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
            next = pair.getValueNode();
          }
        }
      }
      found = next;
    }
    return new YamlTree(found);
  }

  String text() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : null;
  }

  List<YamlTree> items() {
    List<YamlTree> items = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> items.add(new YamlTree(item)));
    }
    return items;
  }

  List<String> texts() {
    return items().stream().map(YamlTree::text).toList();
  }

  /** Returns the values of a section, whatever their names. */
  List<YamlTree> sections() {
    List<YamlTree> sections = new ArrayList<>();
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(pair -> sections.add(new YamlTree(pair.getValueNode())));
    }
    return sections;
  }

  /** Returns the keys of a section, each with its line. */
  List<YamlTree> keys() {
    List<YamlTree> keys = new ArrayList<>();
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(pair -> keys.add(new YamlTree(pair.getKeyNode())));
    }
    return keys;
  }

  boolean exists() {
    return node != null;
  }

  int line() {
    return node == null ? 0 : node.getStartMark().getLine() + 1;
  }
}
