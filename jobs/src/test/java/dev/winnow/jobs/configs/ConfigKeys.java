package dev.winnow.jobs.configs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Keys that documents of one kind may have. A line of a {@code .keys} file is a dotted path, with
 * {@code []} for the items of a list and {@code .*} for a map of strings; then {@code !} for a
 * required key, and {@code = a|b} for the values it may have. {@code @NAME PATH} puts the keys of
 * another file below a path.
 */
final class ConfigKeys {

  private final Set<String> paths = new HashSet<>();
  private final Set<String> required = new HashSet<>();
  private final Map<String, List<String>> values = new HashMap<>();

  private ConfigKeys() {}

  /** Returns the keys of a kind; null for a kind that has none. */
  static ConfigKeys of(String kind) {
    ConfigKeys keys = new ConfigKeys();
    return keys.load(kind, "") ? keys : null;
  }

  private boolean load(String kind, String below) {
    try (InputStream in = ConfigKeys.class.getResourceAsStream("config-keys/" + kind + ".keys")) {
      if (in == null) {
        return false;
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().map(String::trim).toList()) {
        if (line.startsWith("@")) {
          String[] words = line.substring(1).split(" ", 2);
          if (!load(words[0], below + words[1] + ".")) {
            throw new IllegalStateException("no keys of " + words[0]);
          }
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          add(line, below);
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line, String below) {
    String[] sides = line.split(" = ", 2);
    String left = sides[0].trim();
    boolean must = left.endsWith("!");
    String path = below + (must ? left.substring(0, left.length() - 1).trim() : left);
    paths.add(path);
    if (must) {
      required.add(path.endsWith("[]") ? path.substring(0, path.length() - 2) : path);
    }
    if (sides.length == 2) {
      values.put(path, List.of(sides[1].split("\\|", -1)));
    }
  }

  List<ConfigFault> check(String file, Node document) {
    List<ConfigFault> faults = new ArrayList<>();
    walk(file, document, "", faults);
    return faults;
  }

  private void walk(String file, Node node, String path, List<ConfigFault> faults) {
    if (node instanceof MappingNode mapping) {
      mapping(file, mapping, path, faults);
    } else if (node instanceof SequenceNode list) {
      if (!known(path + "[]")) {
        fault(file, node, path + " must not be a list", faults);
        return;
      }
      for (Node item : list.getValue()) {
        walk(file, item, path + "[]", faults);
      }
    } else if (node instanceof ScalarNode scalar) {
      List<String> words = values.get(path);
      if (!paths.contains(path)) {
        fault(file, node, path + " must be a section or a list, got " + scalar.getValue(), faults);
      } else if (words != null && !words.contains(scalar.getValue())) {
        fault(file, node, path + " must be one of " + words + ", got " + scalar.getValue(), faults);
      }
    }
  }

  private void mapping(String file, MappingNode mapping, String path, List<ConfigFault> faults) {
    boolean free = paths.contains(path + ".*");
    if (!free && !path.isEmpty() && paths.contains(path)) {
      fault(file, mapping, path + " must be a value, not a section", faults);
      return;
    }
    Set<String> seen = new HashSet<>();
    for (NodeTuple pair : mapping.getValue()) {
      String name = ((ScalarNode) pair.getKeyNode()).getValue();
      String full = path.isEmpty() ? name : path + "." + name;
      if (!seen.add(name)) {
        fault(file, pair.getKeyNode(), full + " is repeated", faults);
      } else if (free) {
        if (!(pair.getValueNode() instanceof ScalarNode text) || !text.getTag().equals(Tag.STR)) {
          fault(file, pair.getValueNode(), full + " must be a string; put it in quotes", faults);
        }
      } else if (!known(full)) {
        fault(file, pair.getKeyNode(), full + " is an unknown key", faults);
      } else {
        walk(file, pair.getValueNode(), full, faults);
      }
    }
    for (String must : required) {
      int dot = must.lastIndexOf('.');
      String parent = dot < 0 ? "" : must.substring(0, dot);
      if (parent.equals(path) && !seen.contains(must.substring(dot + 1))) {
        fault(file, mapping, must + " is missing", faults);
      }
    }
  }

  private boolean known(String path) {
    return paths.stream()
        .anyMatch(
            known ->
                known.equals(path)
                    || known.startsWith(path + ".")
                    || known.startsWith(path + "[]"));
  }

  private static void fault(String file, Node node, String message, List<ConfigFault> faults) {
    faults.add(new ConfigFault(file, node.getStartMark().getLine() + 1, message));
  }
}
