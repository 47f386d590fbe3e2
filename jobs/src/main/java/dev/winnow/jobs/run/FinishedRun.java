package dev.winnow.jobs.run;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.read.StoredRecipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A finished run, as the ledger records it.
 *
 * @param runId id of the run
 * @param recipeHash hash of its recipe
 * @param recipe its recipe, with the defaults of this version for keys that the run did not have
 * @param done its finished stages
 */
public record FinishedRun(String runId, String recipeHash, Recipe recipe, Done done) {

  /**
   * Finds a run that has ranked its examples: by id, or the latest run of this recipe.
   *
   * @param runId id of the run; null for the latest
   * @throws Failure with {@link ExitCode#INPUT} when there is no such run, with {@link
   *     ExitCode#DATA} when a row of it in the ledger can't be read
   */
  public static FinishedRun find(Ledger ledger, LoadedRecipe loaded, String runId) {
    List<Ledger.Entry> pruned =
        ledger.finished().stream().filter(e -> e.stage().equals(Stage.PRUNE.label())).toList();
    Optional<Ledger.Entry> found =
        pruned.stream()
            .filter(
                e -> runId == null ? e.recipeHash().equals(loaded.hash()) : e.runId().equals(runId))
            .reduce((earlier, later) -> later);
    if (found.isPresent()) {
      ledger.requireReadable(found.get().runId());
      return of(ledger, found.get().runId(), found.get().recipeHash());
    }
    if (runId == null) {
      ledger.requireReadableRecipe(loaded.hash());
    } else {
      ledger.requireReadable(runId);
    }
    String name = loaded.recipe().name();
    List<String> known = pruned.stream().map(Ledger.Entry::runId).distinct().toList();
    if (known.isEmpty()) {
      throw new Failure(
          ExitCode.INPUT, "recipe " + name + " has no finished run yet; run `winnow run` first");
    }
    String others = String.join(", ", known.subList(Math.max(0, known.size() - 5), known.size()));
    throw new Failure(
        ExitCode.INPUT,
        runId != null
            ? "--run-id must name a run of "
                + name
                + " that has finished stage prune, such as "
                + others
                + "; got "
                + runId
            : "recipe "
                + name
                + " has no finished run with its current values (hash "
                + loaded.hash().substring(0, 12)
                + "); run `winnow run` first, or choose an earlier run with --run-id: "
                + others);
  }

  private static FinishedRun of(Ledger ledger, String runId, String recipeHash) {
    Done done = new Done();
    for (Ledger.Entry entry : ledger.finished()) {
      if (entry.runId().equals(runId)) {
        for (Stage stage : Stage.values()) {
          if (stage.label().equals(entry.stage())) {
            done.add(stage, entry.result());
          }
        }
      }
    }
    return new FinishedRun(runId, recipeHash, StoredRecipe.bind(ledger.recipe(runId)), done);
  }

  /** Returns the word of the policy in a stored recipe, {@code hard} where it keeps all rows. */
  public static String keepWord(String recipe) {
    return StoredRecipe.bind(recipe).keep().word();
  }

  /**
   * Returns the finished stages, which contain the given one.
   *
   * @throws Failure with {@link ExitCode#INPUT} when the run has not finished that stage
   */
  public Done requireStage(Stage stage) {
    if (!done.holds(stage)) {
      throw new Failure(
          ExitCode.INPUT,
          "run " + runId + " has no finished stage " + stage.label() + "; run `winnow run` first");
    }
    return done;
  }

  /** Returns the version of every table that its stages wrote, up to pruning. */
  public Map<String, Long> versions() {
    Map<String, Long> versions = new LinkedHashMap<>();
    done.results()
        .forEach(
            (stage, result) -> {
              if (stage != Stage.PUBLISH) {
                versions.putAll(result.versions());
              }
            });
    return versions;
  }

  /** Returns the result of the stage that published the run; empty if it was not published. */
  public Optional<StageResult<PublishFacts>> published() {
    return done.holds(Stage.PUBLISH) ? Optional.of(done.release()) : Optional.empty();
  }
}
