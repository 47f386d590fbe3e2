package dev.winnow.jobs.recipe.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;

/** Reads the recipe that a run has stored in the runs table. */
public final class StoredRecipe {

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
      JsonNode values = JSON.readTree(effective).path("recipe");
      if (!(values instanceof ObjectNode object)) {
        throw new IllegalStateException("table runs holds a recipe without values");
      }
      return RecipeLoader.bind(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "table runs must hold recipes as JSON, but a row has other text; start `winnow run`"
              + " again, which stores it",
          e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("table runs: " + e.getMessage(), e);
    }
  }

  private StoredRecipe() {}
}
