package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Recipe;
import java.util.function.BiConsumer;

/** Rules between the keys of a recipe whose single values are sound. */
public final class RecipeChecks {

  /**
   * Checks all rules.
   *
   * @param sink receives the dotted key that is at fault, and the message; an absent key stands for
   *     its section
   */
  public static void run(Recipe recipe, BiConsumer<String, String> sink) {
    Faults faults = new Faults(sink);
    boolean soundPaths = new PathChecks(recipe, faults).run();
    new InputChecks(recipe, soundPaths, faults).run();
    new EmbedChecks(recipe, faults).run();
    new SplitChecks(recipe, faults).run();
    new DedupChecks(recipe, faults).run();
    new ClusterChecks(recipe, faults).run();
    new ScoreChecks(recipe, faults).run();
    new PruneChecks(recipe, faults).run();
    new ExperimentChecks(recipe.experiment(), faults).run();
  }

  private RecipeChecks() {}
}
