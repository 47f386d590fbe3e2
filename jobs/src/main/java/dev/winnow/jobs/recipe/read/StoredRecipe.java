package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.jobs.recipe.check.RecipeChecks;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads the recipe that a run has stored in the runs table. */
public final class StoredRecipe {

  private static final String PRUNE = "prune";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /**
   * Returns the recipe of a run. Keys that the version of the run did not have get their defaults,
   * and keys that this version does not have are ignored. The recipe was checked when the run
   * started, so it is not checked again.
   *
   * @param effective effective values with their origins, as {@link LoadedRecipe#effective} writes
   *     them
   * @throws IllegalStateException when the text holds no recipe that this version can read
   */
  public static Recipe bind(String effective) {
    try {
      return RecipeLoader.bind(values(effective));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("table runs: " + e.getMessage(), e);
    }
  }

  private static ObjectNode values(String effective) {
    try {
      JsonNode values = JSON.readTree(effective).path("recipe");
      if (!(values instanceof ObjectNode object)) {
        throw new IllegalStateException("table runs holds a recipe without values");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "table runs must hold recipes as JSON, but a row has other text; start `winnow run`"
              + " again, which stores it",
          e);
    }
  }

  /**
   * Returns the recipe of a run with another policy. The metric, the floor, the guard and the
   * exploration stay where the policy takes them, and its parameters are those of the run, or their
   * defaults.
   *
   * @param effective effective values with their origins, as {@link LoadedRecipe#effective} writes
   *     them
   * @param faults receives the reasons why the recipe can't have this policy
   */
  public static Recipe withPolicy(String effective, Keep keep, Consumer<String> faults) {
    ObjectNode values = values(effective);
    JsonNode before = values.path(PRUNE);
    ObjectNode prune = values.putObject(PRUNE);
    List<String> kept = new ArrayList<>(List.of("metric", "exploration_fraction", "balance"));
    kept.add(keep.word());
    if (keep.takesOutlierGuard()) {
      kept.add("outlier_guard");
    }
    kept.stream().filter(before::has).forEach(key -> prune.set(key, before.get(key)));
    prune.put("keep", Section.word(keep));
    prune.put("keep_fraction", BigDecimal.ONE);
    Recipe recipe = RecipeLoader.bind(values);
    RecipeChecks.run(
        recipe,
        (key, message) -> {
          if (key.equals(PRUNE) || key.startsWith(PRUNE + ".")) {
            faults.accept(message);
          }
        });
    return recipe;
  }

  private StoredRecipe() {}
}
