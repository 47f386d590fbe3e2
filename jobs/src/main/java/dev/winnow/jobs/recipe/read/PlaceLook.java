package dev.winnow.jobs.recipe.read;

import dev.winnow.jobs.recipe.Recipe;
import java.util.List;

/** Looks for the places that a recipe names. */
@FunctionalInterface
public interface PlaceLook {

  /**
   * Returns a message for each place that a run could not use. A message begins with the key, then
   * a space.
   *
   * @param earlier recipes that run before, whose tables are taken to be there
   */
  List<String> unfit(Recipe recipe, List<Recipe> earlier);
}
