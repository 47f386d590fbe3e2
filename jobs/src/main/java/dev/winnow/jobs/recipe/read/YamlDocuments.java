package dev.winnow.jobs.recipe.read;

import java.io.StringReader;
import java.util.Iterator;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads the documents of a YAML text within {@link YamlLimits}, so that a small text with many
 * aliases or levels costs no more than a plain one.
 */
final class YamlDocuments {

  /** Reads text that {@link RecipeText} has checked; a faulty document ends the reading. */
  static void read(String yaml, NodeFaults faults, Consumer<Node> documents) {
    YamlLimits limits = new YamlLimits(faults);
    if (!limits.checkEvents(yaml(), yaml)) {
      return;
    }
    try {
      Iterator<Node> nodes = yaml().composeAll(new StringReader(yaml)).iterator();
      while (nodes.hasNext()) {
        Node document = nodes.next();
        if (!isEmpty(document) && limits.checkAliases(document)) {
          documents.accept(document);
        }
      }
    } catch (MarkedYAMLException e) {
      faults.at(
          e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark(),
          "the file must be YAML: " + YamlProblems.inWords(e.getProblem()));
    } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // The library has no place for faults in escapes of characters that do not exist.
      faults.at((Mark) null, "the file must be YAML: " + YamlProblems.inWords(""));
    }
  }

  private static boolean isEmpty(Node document) {
    return document instanceof ScalarNode scalar && scalar.getValue().isEmpty() && scalar.isPlain();
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    // The reader of recipes reports repeated keys itself, and the limits bound aliases.
    options.setAllowDuplicateKeys(true);
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    options.setNestingDepthLimit(2 * YamlLimits.MAX_DEPTH);
    options.setCodePointLimit(Integer.MAX_VALUE);
    return new Yaml(options);
  }

  private YamlDocuments() {}
}
