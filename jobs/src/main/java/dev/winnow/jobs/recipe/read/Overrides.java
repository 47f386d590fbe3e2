package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.recipe.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** Applies {@code --set KEY=VALUE} to the values of a document. */
final class Overrides {

  private static final String ORIGIN = "--set";

  /** A section of a list in a dotted key, such as {@code embed[1]}. */
  private static final Pattern ITEM = Pattern.compile("(.*)\\[([0-9]{1,6})\\]");

  private final List<Fault> faults;
  private final NodeFaults ofValues;
  private final RecipeReader reader;

  Overrides(UnaryOperator<String> environment, List<Fault> faults, Map<String, String> origins) {
    this.faults = faults;
    this.ofValues = new NodeFaults(ORIGIN, false, faults);
    this.reader = new RecipeReader(environment, ofValues, origins, new HashMap<>());
  }

  /**
   * Applies one override; a faulty one is left out.
   *
   * @param set {@code dotted.key=value}, with the value in YAML
   */
  void apply(String set, ObjectNode values) {
    int equals = set.indexOf('=');
    if (equals < 1) {
      fault("--set must be KEY=VALUE, got " + Shown.text(set));
      return;
    }
    List<String> path = List.of(set.substring(0, equals).split("\\.", -1));
    apply(path, 0, set.substring(equals + 1), Section.top(), values);
  }

  /** Follows the path from its part {@code i} on, which is a key of the section. */
  private void apply(List<String> path, int i, String text, Section section, ObjectNode into) {
    Matcher numbered = ITEM.matcher(path.get(i));
    boolean isItem = numbered.matches() && section.get(numbered.group(1)) != null;
    Section.Entry entry = section.get(isItem ? numbered.group(1) : path.get(i));
    String key = String.join(".", path.subList(0, i + 1));
    if (entry == null) {
      fault(UnknownKeys.message(key, path.get(i), section));
      return;
    }
    boolean last = i == path.size() - 1;
    if (entry.isSections() && !last && into.get(entry.name()) instanceof ArrayNode list) {
      int item = isItem ? Integer.parseInt(numbered.group(2)) : -1;
      if (item >= 0 && item < list.size()) {
        apply(path, i + 1, text, Section.of(entry, item), (ObjectNode) list.get(item));
        return;
      }
      fault(
          String.join(".", path)
              + " must name one of "
              + list.size()
              + " sections, such as "
              + Section.item(entry.path(), 0)
              + "."
              + path.get(i + 1));
    } else if (isItem) {
      fault(
          String.join(".", path)
              + " must have no index, because "
              + entry.path()
              + " is not a list of sections");
    } else if (last || entry.isMap()) {
      value(path, i, text, entry, into);
    } else if (entry.isSection()) {
      apply(path, i + 1, text, Section.of(entry), into.withObject("/" + entry.name()));
    } else {
      fault(key + " is a value, not a section of keys");
    }
  }

  private void value(List<String> path, int i, String text, Section.Entry entry, ObjectNode into) {
    String key = String.join(".", path.subList(0, i + 1));
    List<Fault> ofText = new ArrayList<>();
    List<Node> documents = new ArrayList<>();
    String checked = new RecipeText(ORIGIN, ofText).checked(text);
    if (checked != null) {
      YamlDocuments.read(checked, new NodeFaults(ORIGIN, false, ofText), documents::add);
    }
    if (!ofText.isEmpty()) {
      ofText.forEach(f -> fault(key + " can't be read: " + f.message()));
    } else if (documents.isEmpty()) {
      fault(key + " must have a value, got none");
    } else if (documents.size() > 1) {
      fault(key + " must have one value, got " + documents.size() + " documents");
    } else if (i == path.size() - 1) {
      reader.entry(documents.get(0), documents.get(0), entry, into);
    } else {
      // The rest of the path is one name of the map, even if it contains dots.
      String name = String.join(".", path.subList(i + 1, path.size()));
      reader.named(documents.get(0), entry, name, into);
    }
  }

  private void fault(String message) {
    faults.add(new Fault(ORIGIN, 0, 0, message));
  }
}
