package dev.winnow.jobs.cli.common;

import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.variable.VariableMask;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values of the environment variables that the recipes of this process name. Messages and stack
 * traces of failures show the names in their place. A failure may come from anywhere, so the values
 * are kept for the whole process.
 */
public final class RecipeSecrets {

  private static final Map<String, String> VARIABLES = new ConcurrentHashMap<>();

  public static void add(LoadedRecipe recipe) {
    VARIABLES.putAll(recipe.variables());
  }

  /** Returns the text without the values. */
  public static String masked(String text) {
    return new VariableMask(VARIABLES).apply(text);
  }

  private RecipeSecrets() {}
}
