package dev.winnow.jobs.keep;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.run.RunLock;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.jobs.text.CardText;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Releases;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Drops a release: takes its rows out of table {@code releases} in one commit, and deletes its
 * reports. The files of its tables stay until a vacuum, so that a reader who has opened them can
 * finish. A run or a cut that makes the release again publishes it again.
 */
public final class DropRelease {

  /** Folder of the reports, beside the tables. */
  private static final String REPORTS = "reports";

  private final Configuration conf;
  private final TableStore tables;
  private final LoadedRecipe loaded;

  private DropRelease(SparkSession spark, LoadedRecipe loaded) {
    this.conf = spark.sparkContext().hadoopConfiguration();
    this.tables = Warehouse.tables(spark, loaded.recipe());
    this.loaded = loaded;
  }

  /** Returns true when the tables of a recipe hold a release of this name. */
  public static boolean knows(SparkSession spark, LoadedRecipe loaded, String release) {
    return new ReleaseCatalog(Warehouse.tables(spark, loaded.recipe()).lookup()).has(release);
  }

  /**
   * Drops a release, or says what would be dropped.
   *
   * @throws Failure with {@link ExitCode#INPUT} for an unknown release, with {@link
   *     ExitCode#CONFLICT} when another driver holds the tables
   */
  public static RunReport execute(
      SparkSession spark, LoadedRecipe loaded, String release, boolean dryRun) {
    DropRelease drop = new DropRelease(spark, loaded);
    // Refused before the lease makes a folder.
    new ReleaseCatalog(drop.tables.lookup()).get(release);
    if (dryRun) {
      return drop.report(new ReleaseCatalog(drop.tables.lookup()), release, true);
    }
    try (RunLock lock =
        RunLock.acquire(drop.conf, drop.tables.folder(), "drop of release " + release)) {
      return drop.run(release, lock);
    }
  }

  private RunReport run(String release, RunLock lock) {
    ReleaseCatalog catalog = new ReleaseCatalog(tables.lookup());
    RunReport report = report(catalog, release, false);
    lock.check();
    // First the reports, which can be made again: a driver that dies here leaves a release that can
    // be dropped again.
    if (hasReports(release)) {
      Warehouse.delete(conf, reports(release));
    }
    lock.check();
    tables.remove(Releases.SPEC, "release", release, "drop/" + release + "/after-");
    return report;
  }

  private boolean hasReports(String release) {
    return release.matches(Recipe.NAME) && Warehouse.exists(conf, reports(release));
  }

  private String reports(String release) {
    return tables.folder() + "/" + REPORTS + "/" + release;
  }

  private RunReport report(ReleaseCatalog catalog, String name, boolean dryRun) {
    ReleaseCatalog.Release release = catalog.get(name);
    List<ReleaseCatalog.Release> others = new ArrayList<>(catalog.newestFirst());
    others.removeIf(other -> other.name().equals(name));
    List<StoredRuns.Step> steps = StoredRuns.read(tables.lookup());
    long now = System.currentTimeMillis();
    long[] with = free(catalog.newestFirst(), steps, now);
    long[] without = free(others, steps, now);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", loaded.recipe().name());
    json.put("release", name);
    json.put("state", dryRun ? "planned" : "dropped");
    json.put("run_id", release.runId());
    json.put("rows", release.kept());
    json.put("digest", release.digest());
    json.put("versions", release.versions());
    json.put("reports", hasReports(name));
    json.put("releases_left", others.stream().map(ReleaseCatalog.Release::name).toList());
    json.put("vacuum_files", without[0] - with[0]);
    json.put("vacuum_bytes", without[1] - with[1]);
    StringBuilder card = new StringBuilder("\n");
    CardText.line(
        card,
        dryRun ? "would drop" : "dropped",
        name
            + ", "
            + Texts.count(release.kept())
            + " rows, digest "
            + release.digest().substring(0, Math.min(12, release.digest().length()))
            + (hasReports(name) ? ", and its reports" : ""));
    CardText.line(
        card,
        "releases left",
        others.isEmpty()
            ? "none"
            : String.join(", ", others.stream().map(ReleaseCatalog.Release::name).toList()));
    CardText.line(
        card,
        "to free",
        without[0] == with[0]
            ? "nothing yet: versions that are kept need the same files, such as the newest one of a"
                + " table"
            : Texts.count(without[0] - with[0])
                + " files, "
                + Texts.bytes(without[1] - with[1])
                + ", by `winnow vacuum` once they are older than --retain-hours");
    return new RunReport(card.toString(), json);
  }

  /** Returns the number and the bytes of the files that a vacuum without a retention would free. */
  private long[] free(
      List<ReleaseCatalog.Release> releases, List<StoredRuns.Step> steps, long now) {
    long[] sum = new long[2];
    for (VacuumPlan.Of of : VacuumPlan.make(tables.stored(), releases, steps, true, now)) {
      sum[0] += of.free().size();
      sum[1] += of.freeBytes();
    }
    return sum;
  }
}
