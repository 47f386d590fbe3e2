package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.jobs.recipe.check.CrossChecks;
import dev.winnow.jobs.recipe.check.DedupChecks;
import dev.winnow.jobs.recipe.check.EncoderListChecks;
import dev.winnow.jobs.recipe.check.MetricChecks;
import dev.winnow.jobs.recipe.check.PairChecks;
import dev.winnow.jobs.recipe.check.PruneChecks;
import dev.winnow.jobs.text.DidYouMean;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads recipe files: YAML documents with defaults below and {@code --set} above them, checked as a
 * whole so that every fault is told at once.
 */
public final class RecipeLoader {

  private static final ObjectMapper BINDER = binder();

  /** Binder of stored recipes, which may have keys that this version does not have. */
  static final ObjectMapper STORED =
      binder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** One section of a list in a dotted key, such as {@code embed[1]}. */
  private static final Pattern ITEM = Pattern.compile("(.*)\\[([0-9]{1,6})\\]");

  private final UnaryOperator<String> environment;

  public RecipeLoader(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /**
   * Returns the recipes of a file, one per document.
   *
   * @param file name for messages
   * @param yaml content
   * @param sets {@code dotted.key=value}, applied to every document
   * @throws RecipeFaults with all faults
   */
  public List<LoadedRecipe> load(String file, String yaml, List<String> sets) {
    List<Fault> faults = new ArrayList<>();
    List<LoadedRecipe> recipes = new ArrayList<>();
    try {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(true);
      options.setMaxAliasesForCollections(50);
      for (Node document : new Yaml(options).composeAll(new StringReader(yaml))) {
        if (document instanceof ScalarNode scalar && scalar.getValue().isEmpty()) {
          continue;
        }
        LoadedRecipe recipe = document(file, document, sets, faults);
        if (recipe != null) {
          recipes.add(recipe);
        }
      }
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      faults.add(
          new Fault(
              file,
              mark == null ? 0 : mark.getLine() + 1,
              mark == null ? 0 : mark.getColumn() + 1,
              "the file must be YAML: " + e.getProblem()));
    }
    if (faults.isEmpty() && recipes.isEmpty()) {
      faults.add(new Fault(file, 0, 0, "the file must hold a recipe, it is empty"));
    }
    if (!faults.isEmpty()) {
      throw new RecipeFaults(faults);
    }
    return recipes;
  }

  private LoadedRecipe document(String file, Node document, List<String> sets, List<Fault> faults) {
    List<Fault> own = new ArrayList<>();
    Map<String, String> origins = new HashMap<>();
    Map<String, Mark> places = new HashMap<>();
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    new RecipeReader(file, true, environment, own, origins, places)
        .section(document, Section.top(), "", values);
    for (String set : sets) {
      applySet(set, values, own, origins);
    }
    new Shorthands(origins).fill(values);
    new Defaults(origins).fill(Section.top(), values);
    missing(file, document, Section.top(), values, places, own);
    Recipe recipe = null;
    if (own.isEmpty()) {
      recipe = bind(values);
      BiConsumer<String, String> fault =
          (key, message) -> own.add(faultAt(file, document, places, key, message));
      new CrossChecks(recipe, fault).run();
      new PairChecks(recipe, fault).run();
      new PruneChecks(recipe, fault).run();
      new EncoderListChecks(recipe, fault).run();
      new MetricChecks(recipe, fault).run();
      new DedupChecks(recipe, fault).run();
    }
    faults.addAll(own);
    return own.isEmpty() ? new LoadedRecipe(recipe, values, origins) : null;
  }

  private void applySet(
      String set, ObjectNode values, List<Fault> faults, Map<String, String> origins) {
    int equals = set.indexOf('=');
    if (equals < 1) {
      faults.add(new Fault("--set", 0, 0, "--set must be KEY=VALUE, got " + set));
      return;
    }
    String[] path = set.substring(0, equals).split("\\.", -1);
    Section section = Section.top();
    ObjectNode into = values;
    for (int i = 0; i < path.length; i++) {
      Matcher numbered = ITEM.matcher(path[i]);
      boolean isItem = numbered.matches() && section.get(numbered.group(1)) != null;
      Section.Entry entry = section.get(isItem ? numbered.group(1) : path[i]);
      String full = String.join(".", List.of(path).subList(0, i + 1));
      if (entry == null) {
        faults.add(
            new Fault(
                "--set",
                0,
                0,
                section.isLater(path[i])
                    ? full + " is not yet in this version"
                    : full + " is an unknown key" + DidYouMean.hint(path[i], section.names())));
        return;
      }
      boolean last = i == path.length - 1;
      if (entry.isSections() && !last && into.get(entry.name()) instanceof ArrayNode list) {
        int item = isItem ? Integer.parseInt(numbered.group(2)) : -1;
        if (item < 0 || item >= list.size()) {
          String first = Section.item(entry.path(), 0);
          faults.add(
              new Fault(
                  "--set",
                  0,
                  0,
                  String.join(".", path)
                      + " must say which of the "
                      + list.size()
                      + ", such as "
                      + first
                      + "."
                      + path[i + 1]));
          return;
        }
        into = (ObjectNode) list.get(item);
        section = Section.of(entry, item);
      } else if (isItem) {
        faults.add(
            new Fault("--set", 0, 0, String.join(".", path) + " is not one of a list of sections"));
        return;
      } else if (last || entry.isMap()) {
        Node value = new Yaml().compose(new StringReader(set.substring(equals + 1)));
        if (value == null) {
          faults.add(new Fault("--set", 0, 0, full + " must have a value, got none"));
          return;
        }
        RecipeReader reader =
            new RecipeReader("--set", false, environment, faults, origins, new HashMap<>());
        if (last) {
          reader.entry(value, value, entry, into);
        } else {
          // The rest of the path is one name, whatever stands in it.
          String name = String.join(".", List.of(path).subList(i + 1, path.length));
          reader.named(value, entry, name, into);
        }
        return;
      } else if (!entry.isSection()) {
        faults.add(new Fault("--set", 0, 0, full + " is a value, not a section of keys"));
        return;
      } else {
        into = into.withObject("/" + entry.name());
        section = Section.of(entry);
      }
    }
  }

  /** Required keys that no document, --set or default gave. */
  private static void missing(
      String file,
      Node document,
      Section section,
      ObjectNode values,
      Map<String, Mark> places,
      List<Fault> faults) {
    for (Section.Entry entry : section.entries()) {
      JsonNode value = values.get(entry.name());
      if (value == null && entry.key().required()) {
        boolean faulty = places.containsKey(entry.path());
        if (!faulty) {
          String parent =
              entry.path().contains(".")
                  ? entry.path().substring(0, entry.path().lastIndexOf('.'))
                  : "";
          faults.add(
              faultAt(
                  file,
                  document,
                  places,
                  parent,
                  entry.path() + " is missing: " + entry.key().value()));
        }
      } else if (value instanceof ObjectNode object && entry.isSection()) {
        missing(file, document, Section.of(entry), object, places, faults);
      } else if (value instanceof ArrayNode list && entry.isSections()) {
        for (int i = 0; i < list.size(); i++) {
          Section item = Section.of(entry, i);
          missing(file, document, item, (ObjectNode) list.get(i), places, faults);
        }
      }
    }
  }

  private static Fault faultAt(
      String file, Node document, Map<String, Mark> places, String key, String message) {
    String at = key;
    while (!at.isEmpty() && !places.containsKey(at)) {
      at = at.contains(".") ? at.substring(0, at.lastIndexOf('.')) : "";
    }
    Mark mark = at.isEmpty() ? document.getStartMark() : places.get(at);
    return new Fault(file, mark.getLine() + 1, mark.getColumn() + 1, message);
  }

  private static Recipe bind(ObjectNode values) {
    try {
      return BINDER.treeToValue(values, Recipe.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("checked values do not fit the recipe's records", e);
    }
  }

  private static ObjectMapper binder() {
    SimpleModule words = new SimpleModule();
    words.setDeserializerModifier(new WordDeserializers());
    ObjectMapper mapper = new ObjectMapper().registerModule(words);
    mapper.setPropertyNamingStrategy(
        new PropertyNamingStrategies.SnakeCaseStrategy() {
          @Override
          public String translate(String name) {
            return name.equals("apiVersion") ? name : super.translate(name);
          }
        });
    mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    return mapper;
  }
}
