package dev.winnow.jobs.release;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.text.DidYouMean;
import dev.winnow.schemas.Curated;
import dev.winnow.schemas.Releases;
import dev.winnow.schemas.TableSpec;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Lists the releases of a folder of tables. Table {@code releases} is small and read once. */
public final class ReleaseCatalog {

  /**
   * One release.
   *
   * @param versions version of each of its tables
   * @param rows number of rows of each of its tables
   */
  public record Release(
      String name,
      String runId,
      String digest,
      Timestamp created,
      Map<String, Long> versions,
      Map<String, Long> rows) {

    /** Returns the number of its rows, which are those of its curated table. */
    public long kept() {
      return rows.getOrDefault(Curated.SPEC.name(), 0L);
    }

    public boolean holds(String table) {
      return versions.containsKey(table);
    }

    public Dataset<Row> read(TableStore tables, TableSpec spec) {
      return read(tables, spec.name());
    }

    public Dataset<Row> read(TableStore tables, String table) {
      return tables.read(table, version(table));
    }

    /** Returns the version of a table; fails when the release does not hold it. */
    public long version(String table) {
      Long version = versions.get(table);
      if (version == null) {
        throw new Failure(
            ExitCode.INPUT,
            "release " + name + " must hold table " + table + ", but holds " + versions.keySet());
      }
      return version;
    }
  }

  private final String folder;
  private final List<Release> releases = new ArrayList<>();

  public ReleaseCatalog(TableLookup tables) {
    this.folder = tables.folder();
    if (!tables.exists(Releases.SPEC)) {
      return;
    }
    Map<String, List<Map<String, Object>>> byName = new LinkedHashMap<>();
    for (Map<String, Object> row :
        tables.latest(
            Releases.SPEC, "release", "run_id", "table", "version", "rows", "digest", "created")) {
      byName.computeIfAbsent((String) row.get("release"), name -> new ArrayList<>()).add(row);
    }
    byName.forEach((name, rows) -> releases.add(release(name, rows)));
    releases.sort(Comparator.comparing(Release::created).thenComparing(Release::name));
  }

  private static Release release(String name, List<Map<String, Object>> rows) {
    Map<String, Long> versions = new TreeMap<>();
    Map<String, Long> counts = new TreeMap<>();
    for (Map<String, Object> row : rows) {
      versions.put((String) row.get("table"), (Long) row.get("version"));
      counts.put((String) row.get("table"), (Long) row.get("rows"));
    }
    Map<String, Object> first = rows.get(0);
    return new Release(
        name,
        (String) first.get("run_id"),
        (String) first.get("digest"),
        (Timestamp) first.get("created"),
        versions,
        counts);
  }

  public List<Release> newestFirst() {
    List<Release> reversed = new ArrayList<>(releases);
    Collections.reverse(reversed);
    return reversed;
  }

  public boolean has(String name) {
    return find(name).isPresent();
  }

  /** Finds a release by its name. */
  public Optional<Release> find(String name) {
    return releases.stream().filter(release -> release.name().equals(name)).findFirst();
  }

  /**
   * Returns a release by its name.
   *
   * @throws Failure with {@link ExitCode#INPUT} when there is none
   */
  public Release get(String name) {
    Optional<Release> found = find(name);
    if (found.isPresent()) {
      return found.get();
    }
    List<String> names = newestFirst().stream().map(Release::name).limit(5).toList();
    throw new Failure(
        ExitCode.INPUT,
        names.isEmpty()
            ? "release "
                + name
                + " must exist, but "
                + folder
                + " has no release; run `winnow run` first"
            : "release must be one of "
                + String.join(", ", names)
                + (releases.size() > names.size() ? ", ..." : "")
                + " in "
                + folder
                + ", got "
                + name
                + DidYouMean.hint(name, releases.stream().map(Release::name).toList()));
  }

  /**
   * Resolves a release: by name if given, else the newest release of the run.
   *
   * @param runId null for the latest run of this recipe; unused with a name
   * @param name null for the newest release
   * @throws Failure with {@link ExitCode#INPUT} when there is none
   */
  public Release resolve(Ledger ledger, LoadedRecipe loaded, String runId, String name) {
    return name != null ? get(name) : latestOf(FinishedRun.find(ledger, loaded, runId));
  }

  /** Returns the newest release of a run; it may be a cut. */
  Release latestOf(FinishedRun run) {
    return newestFirst().stream()
        .filter(release -> release.runId().equals(run.runId()))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.INPUT,
                    "run " + run.runId() + " has published nothing; run `winnow publish` first"));
  }
}
