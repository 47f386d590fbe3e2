package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.ResolvedValues;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.jobs.recipe.check.RecipeChecks;
import dev.winnow.jobs.recipe.variable.VariableMask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads recipe files. A recipe is one YAML document; {@code --set} overrides its values, and
 * defaults fill its gaps. All faults of a file are reported together.
 */
public final class RecipeLoader {

  /** Size of the largest recipe file. */
  public static final int MAX_BYTES = 1_000_000;

  private final UnaryOperator<String> environment;
  private final PlaceLook places;

  public RecipeLoader(UnaryOperator<String> environment) {
    this(environment, (recipe, earlier) -> List.of());
  }

  /**
   * @param places looks for the places of the first recipe that has faults, so that both are
   *     reported together; not asked where keys are missing
   */
  public RecipeLoader(UnaryOperator<String> environment, PlaceLook places) {
    this.environment = environment;
    this.places = places;
  }

  /**
   * Returns the recipes of a file, one per document.
   *
   * @param file its name, for messages
   * @param content at most {@link #MAX_BYTES} of UTF-8
   * @param sets {@code dotted.key=value}, applied to every document
   * @throws RecipeFaults with all faults
   */
  public List<LoadedRecipe> load(String file, byte[] content, List<String> sets) {
    List<Fault> faults = new ArrayList<>();
    return load(file, new RecipeText(file, faults).decode(content), sets, faults);
  }

  /** Returns the recipes of a text, like {@link #load(String, byte[], List)}. */
  public List<LoadedRecipe> load(String file, String yaml, List<String> sets) {
    List<Fault> faults = new ArrayList<>();
    return load(file, new RecipeText(file, faults).checked(yaml), sets, faults);
  }

  /**
   * @param yaml null after a fault
   */
  private List<LoadedRecipe> load(String file, String yaml, List<String> sets, List<Fault> faults) {
    List<LoadedRecipe> recipes = new ArrayList<>();
    List<Fault> warnings = new ArrayList<>();
    if (yaml != null) {
      YamlDocuments.read(
          yaml,
          new NodeFaults(file, true, faults),
          document -> {
            List<Recipe> earlier =
                faults.isEmpty() ? recipes.stream().map(LoadedRecipe::recipe).toList() : null;
            LoadedRecipe recipe = document(file, document, sets, earlier, faults, warnings);
            if (recipe != null) {
              recipes.add(recipe);
            }
          });
      if (faults.isEmpty() && recipes.isEmpty()) {
        faults.add(new Fault(file, 0, 0, "the file must hold a recipe, but it is empty"));
      }
    }
    if (!faults.isEmpty()) {
      throw new RecipeFaults(faults, warnings);
    }
    return recipes;
  }

  /**
   * Binds effective values, as table {@code runs} stores them, to a recipe. Keys that are absent
   * get their defaults, and unknown keys are ignored, because another version may have stored them.
   * The rules between keys are not checked.
   *
   * @throws IllegalArgumentException if a value does not fit its key
   */
  public static Recipe bind(ObjectNode values) {
    ObjectNode filled = values.deepCopy();
    new Defaults(new HashMap<>()).fill(Section.top(), filled);
    return RecipeBinder.leniently(filled);
  }

  /**
   * @param earlier the recipes before this one; null if one of them has faults
   */
  private LoadedRecipe document(
      String file,
      Node document,
      List<String> sets,
      List<Recipe> earlier,
      List<Fault> faults,
      List<Fault> warnings) {
    List<Fault> ofDocument = new ArrayList<>();
    Map<String, String> origins = new HashMap<>();
    Map<String, Mark> marks = new HashMap<>();
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    new RecipeReader(environment, new NodeFaults(file, true, ofDocument), origins, marks)
        .section(document, Section.top(), "", values);
    Overrides overrides = new Overrides(environment, ofDocument, origins);
    sets.forEach(set -> overrides.apply(set, values));
    new NamedEncoders(
            origins, (key, message) -> ofDocument.add(faultAt(file, document, marks, key, message)))
        .fill(values);
    new Shorthands(origins).fill(values);
    new Defaults(origins).fill(Section.top(), values);
    boolean complete = !missing(file, document, Section.top(), values, marks, ofDocument);
    Recipe recipe = null;
    VariableMask mask = new VariableMask(ResolvedValues.variables(values));
    if (ofDocument.isEmpty()) {
      recipe = RecipeBinder.strictly(values);
      RecipeChecks.run(
          recipe,
          (key, message) ->
              ofDocument.add(faultAt(file, document, marks, key, mask.apply(message))));
    }
    if (complete && earlier != null && !ofDocument.isEmpty()) {
      draft(values)
          .ifPresent(
              draft -> {
                for (String message : places.unfit(draft, earlier)) {
                  String key = message.substring(0, message.indexOf(' '));
                  warnings.add(
                      faultAt(file, document, marks, key, "warning: " + mask.apply(message)));
                }
              });
    }
    // A fault of --set is one of every document.
    ofDocument.stream().filter(fault -> !faults.contains(fault)).forEach(faults::add);
    return ofDocument.isEmpty() ? new LoadedRecipe(recipe, values, origins) : null;
  }

  /** Returns a recipe that has faults; empty if a value does not even fit its type. */
  private static Optional<Recipe> draft(ObjectNode values) {
    try {
      return Optional.of(bind(values));
    } catch (IllegalArgumentException e) {
      // The faults of the recipe name this value.
      return Optional.empty();
    }
  }

  /**
   * Reports required keys that the document, {@code --set} and the defaults all lack.
   *
   * @return true if a required key has no value, also where a fault of its value is reported
   */
  private static boolean missing(
      String file,
      Node document,
      Section section,
      ObjectNode values,
      Map<String, Mark> places,
      List<Fault> faults) {
    boolean missing = false;
    for (Section.Entry entry : section.entries()) {
      JsonNode value = values.get(entry.name());
      if (value == null && entry.key().required()) {
        missing = true;
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
        missing |= missing(file, document, Section.of(entry), object, places, faults);
      } else if (value instanceof ArrayNode list && entry.isSections()) {
        for (int i = 0; i < list.size(); i++) {
          Section item = Section.of(entry, i);
          missing |= missing(file, document, item, (ObjectNode) list.get(i), places, faults);
        }
      }
    }
    return missing;
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
}
