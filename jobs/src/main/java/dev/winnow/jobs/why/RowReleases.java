package dev.winnow.jobs.why;

import static dev.winnow.schemas.Decisions.KEEP_RANK;

import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.run.CutFacts;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.schemas.Decisions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the releases that keep a row. Releases with the same order keep its first rows, so the rank
 * of the row and the size of a release decide. For a release with another order, the decision is
 * looked up.
 */
final class RowReleases {

  /** Most releases that are listed, newest first. */
  private static final int MOST = 20;

  private final TableLookup tables;
  private final ReleaseCatalog catalog;
  private final Ledger ledger;
  private final ReleaseCatalog.Release release;

  /**
   * @param release release whose decision on the row is known
   */
  RowReleases(
      TableLookup tables, ReleaseCatalog catalog, Ledger ledger, ReleaseCatalog.Release release) {
    this.tables = tables;
    this.catalog = catalog;
    this.ledger = ledger;
    this.release = release;
  }

  /**
   * Returns the name of each release, its decision on the row, and its number of rows; {@code kept}
   * is null if the decision is unknown.
   */
  List<Map<String, Object>> list(Map<String, Object> decision) {
    String id = (String) decision.get("id");
    Long rank = (Long) decision.get(KEEP_RANK);
    Set<Long> sameOrder = sameOrder();
    Map<String, Boolean> kept = new HashMap<>();
    List<ReleaseCatalog.Release> shown =
        catalog.newestFirst().subList(0, Math.min(MOST, catalog.newestFirst().size()));
    for (ReleaseCatalog.Release candidate : shown) {
      Long version = candidate.versions().get(Decisions.SPEC.name());
      if (version == null) {
        continue;
      }
      if (sameOrder.contains(version)) {
        kept.put(candidate.name(), rank != null && rank <= candidate.kept());
      } else {
        tables
            .where(Decisions.SPEC.name(), version, "id", id, Decisions.KEPT)
            .forEach(row -> kept.put(candidate.name(), (Boolean) row.get(Decisions.KEPT)));
      }
    }
    List<Map<String, Object>> listed = new ArrayList<>();
    for (ReleaseCatalog.Release candidate : shown) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("release", candidate.name());
      facts.put(Decisions.KEPT, kept.get(candidate.name()));
      facts.put("rows", candidate.kept());
      listed.add(facts);
    }
    return listed;
  }

  /** Returns the versions of {@code decisions} in the order of this release. */
  private Set<Long> sameOrder() {
    Set<Long> versions = new TreeSet<>();
    for (Ledger.Entry entry : ledger.finished()) {
      boolean ranks =
          entry.stage().equals(Stage.PRUNE.label())
              || entry.result().facts() instanceof CutFacts cut && cut.storedOrder();
      if (ranks && entry.runId().equals(release.runId())) {
        versions.add(entry.result().version(Decisions.SPEC.name()));
      }
    }
    long version = release.versions().get(Decisions.SPEC.name());
    return versions.contains(version) ? versions : new TreeSet<>(Set.of(version));
  }
}
