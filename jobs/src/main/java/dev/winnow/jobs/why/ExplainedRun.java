package dev.winnow.jobs.why;

import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.release.ReleaseCatalog.Release;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.PruneFacts;
import dev.winnow.jobs.run.Stage;
import dev.winnow.schemas.Curated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A run whose rows are explained: at one of its releases, or at the tables of its finished stages
 * if it has published nothing.
 *
 * @param at versions of the tables; its name is null if nothing was published
 * @param last last finished stage, for a run that has published nothing; else null
 * @param unpublished id of a later run of the recipe that has published nothing; null for none
 */
record ExplainedRun(Release at, String last, String unpublished) {

  /**
   * Finds the release of a name; else the newest release of a run; else the run itself. Without the
   * id of a run, it is the latest run of the recipe that has published, else its latest run.
   *
   * @param runId null for none; unused with a release
   * @param release null for none
   * @throws dev.winnow.jobs.exit.Failure if there is no such run or release
   */
  static ExplainedRun find(
      Ledger ledger, ReleaseCatalog catalog, LoadedRecipe loaded, String runId, String release) {
    if (release != null) {
      return new ExplainedRun(catalog.get(release), null, null);
    }
    List<String> runs = runs(ledger, loaded, runId);
    String latest = runs.isEmpty() ? null : runs.get(0);
    for (String run : runs) {
      Optional<Release> published =
          catalog.newestFirst().stream().filter(known -> known.runId().equals(run)).findFirst();
      if (published.isPresent()) {
        return new ExplainedRun(published.get(), null, run.equals(latest) ? null : latest);
      }
    }
    return latest == null
        ? new ExplainedRun(catalog.resolve(ledger, loaded, runId, null), null, null)
        : unpublished(ledger, latest);
  }

  /** Returns the ids of the runs in question, the latest first. */
  private static List<String> runs(Ledger ledger, LoadedRecipe loaded, String runId) {
    List<Ledger.Entry> entries = new ArrayList<>(ledger.finished());
    Collections.reverse(entries);
    LinkedHashSet<String> ids = new LinkedHashSet<>();
    for (Ledger.Entry entry : entries) {
      if (runId == null ? entry.recipeHash().equals(loaded.hash()) : entry.runId().equals(runId)) {
        ids.add(entry.runId());
      }
    }
    return List.copyOf(ids);
  }

  private static ExplainedRun unpublished(Ledger ledger, String runId) {
    Map<String, Long> versions = new TreeMap<>();
    String last = null;
    long kept = 0;
    for (Stage stage : Stage.values()) {
      Optional<Ledger.Entry> done =
          ledger.finished().stream()
              .filter(e -> e.runId().equals(runId) && e.stage().equals(stage.label()))
              .reduce((earlier, later) -> later);
      if (done.isPresent()) {
        versions.putAll(done.get().result().versions());
        last = stage.label();
        if (done.get().result().facts() instanceof PruneFacts facts) {
          kept = facts.kept();
        }
      }
    }
    return new ExplainedRun(
        new Release(null, runId, null, null, versions, Map.of(Curated.SPEC.name(), kept)),
        last,
        null);
  }

  boolean isPublished() {
    return at.name() != null;
  }

  /** Returns the release or the run, for messages. */
  String described() {
    return isPublished()
        ? "release " + at.name()
        : "run "
            + at.runId()
            + (Stage.PUBLISH.label().equals(last)
                ? ", whose releases were dropped"
                : ", which has published nothing and whose last finished stage is " + last);
  }
}
