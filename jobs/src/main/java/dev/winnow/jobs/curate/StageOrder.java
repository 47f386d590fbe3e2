package dev.winnow.jobs.curate;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.RunRequest;
import dev.winnow.jobs.run.Stage;
import java.util.List;

/** The order of a recipe's stages, in which a command runs a part of them. */
final class StageOrder {

  /**
   * Returns the stages of the recipe up to the last one that the request names.
   *
   * @throws Failure with {@link ExitCode#USAGE} if the recipe has none of them
   */
  static List<Stage> wanted(Recipe recipe, RunRequest request) {
    List<Stage> all = Stage.of(recipe);
    List<Stage> asked = request.stages().stream().filter(all::contains).toList();
    if (asked.isEmpty()) {
      throw new Failure(
          ExitCode.USAGE,
          "the recipe must have a section dedup for this command, but has none; add `dedup: {}`");
    }
    return all.subList(0, all.indexOf(asked.get(asked.size() - 1)) + 1);
  }

  /** Returns the name of a stage with its number, such as {@code 2/6 embed}. */
  static String name(Stage stage, Recipe recipe) {
    List<Stage> all = Stage.of(recipe);
    return (all.indexOf(stage) + 1) + "/" + all.size() + " " + stage.label();
  }

  /** Returns the refusal of a command whose stage needs another one that is not done. */
  static Failure notDone(Stage missing, Stage last) {
    return new Failure(
        ExitCode.INPUT,
        "stage "
            + missing.label()
            + " must be done before "
            + last.label()
            + " for this recipe and input; run `winnow "
            + command(missing)
            + "` first, or `winnow run`");
  }

  /** Returns the command that runs a stage. */
  private static String command(Stage stage) {
    return switch (stage) {
      case SPLIT -> Stage.INGEST.label();
      case LEAKS, SEMANTIC -> Stage.DEDUP.label();
      case RECLUSTER, RESCORE -> Stage.SCORE.label();
      default -> stage.label();
    };
  }

  private StageOrder() {}
}
