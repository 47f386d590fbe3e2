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
 * Finds the releases that keep a row. Releases in one order hold its first rows, so the rank in one
 * of them and the size of another decide. The decision of a release in another order is looked up.
 */
final class RowReleases {

  /** Releases listed, newest first; older ones are left out. */
  private static final int MOST = 20;

  private final TableLookup tables;
  private final ReleaseCatalog published;
  private final Ledger ledger;
  private final ReleaseCatalog.Release release;

  /**
   * @param release whose decision on the row is known
   */
  RowReleases(
      TableLookup tables, ReleaseCatalog published, Ledger ledger, ReleaseCatalog.Release release) {
    this.tables = tables;
    this.published = published;
    this.ledger = ledger;
    this.release = release;
  }

  /**
   * Returns of each release its name, whether it keeps the row, and the number of its rows; {@code
   * kept} is null where it is unknown.
   */
  List<Map<String, Object>> of(Map<String, Object> decision) {
    String id = (String) decision.get("id");
    Long rank = (Long) decision.get(KEEP_RANK);
    Set<Long> sameOrder = sameOrder();
    Map<String, Boolean> kept = new HashMap<>();
    List<ReleaseCatalog.Release> shown =
        published.newestFirst().subList(0, Math.min(MOST, published.newestFirst().size()));
    for (ReleaseCatalog.Release one : shown) {
      Long version = one.versions().get(Decisions.SPEC.name());
      if (version == null) {
        continue;
      }
      if (sameOrder.contains(version)) {
        kept.put(one.name(), rank != null && rank <= one.kept());
      } else {
        tables
            .where(Decisions.SPEC.name(), version, "id", id, Decisions.KEPT)
            .forEach(row -> kept.put(one.name(), (Boolean) row.get(Decisions.KEPT)));
      }
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (ReleaseCatalog.Release one : shown) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("release", one.name());
      facts.put(Decisions.KEPT, kept.get(one.name()));
      facts.put("rows", one.kept());
      all.add(facts);
    }
    return all;
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
    long own = release.versions().get(Decisions.SPEC.name());
    return versions.contains(own) ? versions : new TreeSet<>(Set.of(own));
  }
}
