package dev.winnow.jobs.keep;

import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.run.CutFacts;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.TableHistory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Versions of tables whose files a vacuum leaves:
 *
 * <ul>
 *   <li>every version that a release names, however old it is,
 *   <li>the newest version of every table, and those that were the newest at some time in the time
 *       that is retained, so that a reader who has opened one can finish,
 *   <li>the versions that the last start of each stage of each run wrote, so that the run is reused
 *       or continued. Publishing and cuts are left out: what they wrote belongs to a release, or to
 *       one that was dropped.
 * </ul>
 */
final class KeptVersions {

  private static final Set<String> OF_RELEASES = Set.of(Stage.PUBLISH.label(), CutFacts.STEP);

  private final Map<String, Set<Long>> released = new HashMap<>();
  private final Map<String, Set<Long>> reused = new HashMap<>();

  /**
   * @param steps finished stages of all runs, the oldest first
   * @param reuse false to leave out the versions that only a later start of a run would read
   */
  KeptVersions(List<ReleaseCatalog.Release> releases, List<StoredRuns.Step> steps, boolean reuse) {
    for (ReleaseCatalog.Release release : releases) {
      add(released, release.versions());
    }
    if (reuse) {
      Map<String, StoredRuns.Step> last = new LinkedHashMap<>();
      for (StoredRuns.Step step : steps) {
        if (!OF_RELEASES.contains(step.stage())) {
          last.put(step.runId() + "/" + step.stage(), step);
        }
      }
      last.values().forEach(step -> add(reused, step.versions()));
    }
  }

  private static void add(Map<String, Set<Long>> kept, Map<String, Long> versions) {
    versions.forEach((table, v) -> kept.computeIfAbsent(table, t -> new TreeSet<>()).add(v));
  }

  /**
   * Returns the versions of a table that are kept.
   *
   * @param since time in milliseconds; what was the newest version after it is kept
   */
  Set<Long> of(String table, TableHistory history, long since) {
    Set<Long> kept = new TreeSet<>(released.getOrDefault(table, Set.of()));
    // A table that was deleted and made again counts its versions from the start.
    for (long version : reused.getOrDefault(table, Set.of())) {
      if (version <= history.latest()) {
        kept.add(version);
      }
    }
    kept.addAll(history.newestSince(since));
    return kept;
  }
}
