package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.RecipeFiles;
import dev.winnow.jobs.cli.common.RecipeSecrets;
import dev.winnow.jobs.recipe.LoadedRecipe;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Recipes of a file, run one after the other. A failure says which of them were not run. */
final class RecipeSequence {

  private final List<LoadedRecipe> recipes;
  private final boolean keepGoing;
  private final PrintWriter err;
  private final List<Map<String, Object>> failed = new ArrayList<>();
  private Exception first;

  /**
   * @param keepGoing true to run the recipes after one that failed
   * @param err receives a line for each failure, if there are several recipes
   */
  RecipeSequence(List<LoadedRecipe> recipes, boolean keepGoing, PrintWriter err) {
    this.recipes = recipes;
    this.keepGoing = keepGoing;
    this.err = err;
  }

  /** Runs one recipe. */
  @FunctionalInterface
  interface Run {
    void of(LoadedRecipe recipe) throws Exception;
  }

  /**
   * Runs the recipes in the order of the file.
   *
   * @param able says if another recipe could run after a failure
   * @throws Exception the failure of a recipe, unless failures are collected
   */
  void run(Run run, BooleanSupplier able) throws Exception {
    for (int i = 0; i < recipes.size(); i++) {
      try {
        run.of(recipes.get(i));
      } catch (Exception e) {
        List<LoadedRecipe> others = recipes.subList(i + 1, recipes.size());
        boolean goesOn = keepGoing && able.getAsBoolean() && !others.isEmpty();
        note(recipes.get(i), e, others, goesOn);
        first = first == null ? e : first;
        if (!keepGoing) {
          throw e;
        }
        if (!goesOn) {
          return;
        }
      }
    }
  }

  private void note(
      LoadedRecipe recipe, Exception failure, List<LoadedRecipe> others, boolean goesOn) {
    ExitCodes.Verdict verdict = ExitCodes.of(failure);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("name", recipe.recipe().name());
    report.put("state", "failed");
    report.put("exit_code", verdict.code().code());
    report.put("error", RecipeSecrets.masked(String.join("\n", verdict.lines())));
    failed.add(report);
    if (recipes.size() == 1) {
      return;
    }
    String name = recipe.recipe().name();
    if (goesOn) {
      err.println(
          "winnow: recipe "
              + name
              + " failed, the next one starts: "
              + RecipeSecrets.masked(String.join(System.lineSeparator(), verdict.lines())));
    } else {
      err.println(
          "winnow: recipe "
              + name
              + " failed"
              + (others.isEmpty() ? "" : "; not run: " + RecipeFiles.names(others)));
    }
    err.flush();
  }

  /** Returns reports of the recipes that failed. */
  List<Map<String, Object>> failed() {
    return failed;
  }

  /**
   * Ends the sequence.
   *
   * @throws Exception the first failure, if a recipe failed
   */
  void end() throws Exception {
    if (first == null) {
      return;
    }
    if (recipes.size() > 1) {
      err.println(
          "winnow: "
              + failed.size()
              + " of "
              + recipes.size()
              + " recipes failed: "
              + String.join(
                  ", ", failed.stream().map(report -> String.valueOf(report.get("name"))).toList())
              + "; the first failure was:");
      err.flush();
    }
    throw first;
  }
}
