package dev.winnow.jobs.report;

import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.release.ReleaseCatalog.Release;
import dev.winnow.jobs.report.page.Assets;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Html;
import dev.winnow.jobs.report.page.Page;
import dev.winnow.jobs.report.read.FactsReader;
import dev.winnow.jobs.report.section.Sections;
import dev.winnow.jobs.run.CodeVersion;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.jobs.text.CardText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the report of a release to {@code WAREHOUSE/NAME/reports/RELEASE/report.html}, and the
 * numbers of its charts to {@code data} beside it. Two reports of one release differ in the time of
 * writing only, unless experiments were added.
 */
public final class ReleaseReport {

  /** Beginning of a report that is searched for the identity of its content. */
  private static final int BEGINNING = 2_048;

  private static final Logger LOG = LoggerFactory.getLogger(ReleaseReport.class);

  private final SparkSession spark;
  private final LoadedRecipe loaded;
  private final TableStore store;

  private ReleaseReport(SparkSession spark, LoadedRecipe loaded) {
    this.spark = spark;
    this.loaded = loaded;
    this.store = Warehouse.tables(spark, loaded.recipe());
  }

  /**
   * Writes the report of a release, also if there is one.
   *
   * @param runId null for the latest run of the recipe; unused with a release
   * @param release null for the newest release of the run
   * @param dryRun true to write nothing
   * @throws dev.winnow.jobs.exit.Failure with {@link dev.winnow.jobs.exit.ExitCode#INPUT} when
   *     there is no such run or release
   */
  public static RunReport write(
      SparkSession spark, LoadedRecipe loaded, String runId, String release, boolean dryRun) {
    ReleaseReport report = new ReleaseReport(spark, loaded);
    ReleaseCatalog catalog = new ReleaseCatalog(report.store.lookup());
    return report.write(
        catalog.resolve(new Ledger(report.store.lookup()), loaded, runId, release), dryRun, true);
  }

  /**
   * Writes the report of the release that a run has published, unless there is one of the same
   * content. A report that fails is a warning: the release is published.
   *
   * @param run report of the run, for people and for programs
   * @return that report with the file
   */
  public static RunReport added(SparkSession spark, LoadedRecipe loaded, RunReport run) {
    if (!(run.json().get("release") instanceof String release)) {
      return run;
    }
    StringBuilder card = new StringBuilder(run.card());
    Map<String, Object> json = new LinkedHashMap<>(run.json());
    spark.sparkContext().setJobDescription("report of release " + release);
    try {
      ReleaseReport report = new ReleaseReport(spark, loaded);
      Release found = new ReleaseCatalog(report.store.lookup()).get(release);
      report.write(found, false, false);
      json.put("report", report.file(found));
      CardText.line(card, "report", report.file(found));
    } catch (RuntimeException e) {
      LOG.warn("the report of release {} was not written", release, e);
      json.put("report_failure", String.valueOf(e.getMessage()));
      CardText.line(
          card,
          "warning",
          "the report was not written: " + e.getMessage() + "; try `winnow report`");
    } finally {
      spark.sparkContext().setJobDescription(null);
    }
    return new RunReport(card.toString(), json);
  }

  /** Returns true if the tables of a recipe have a release of this name. */
  public static boolean holds(SparkSession spark, LoadedRecipe loaded, String release) {
    return new ReleaseCatalog(Warehouse.tables(spark, loaded.recipe()).lookup()).has(release);
  }

  private String file(Release release) {
    return store.folder() + "/reports/" + release.name() + "/report.html";
  }

  private RunReport write(Release release, boolean dryRun, boolean again) {
    String file = file(release);
    String identity = identity(release);
    boolean there = !again && isWritten(file, identity);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", loaded.recipe().name());
    json.put("release", release.name());
    json.put("run_id", release.runId());
    json.put("digest", release.digest());
    json.put("report", file);
    StringBuilder card = new StringBuilder("\n");
    CardText.line(card, loaded.recipe().name(), "release " + release.name());
    if (dryRun || there) {
      CardText.line(card, "report", (dryRun ? "would be " : "") + file);
      return new RunReport(card.toString(), json);
    }
    Page page =
        new Page(
            loaded.recipe().name(),
            release.name(),
            identity,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            Sections.of(FactsReader.read(store, loaded, release)),
            Assets.ofThisBuild());
    byte[] html = Html.of(page);
    Map<String, DataTable> tables = Html.tables(page);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    String folder = file.substring(0, file.lastIndexOf('/'));
    tables.forEach((name, table) -> Warehouse.write(hadoop, folder + "/data/" + name, table.csv()));
    // Last, so that a report that is there has its data.
    Warehouse.write(hadoop, file, html);
    json.put("bytes", html.length);
    json.put("data", List.copyOf(tables.keySet()));
    CardText.line(card, "report", file);
    CardText.line(
        card,
        "size",
        String.format(Locale.ROOT, "%,d bytes, %d CSV files", html.length, tables.size()));
    return new RunReport(card.toString(), json);
  }

  /** Returns a text that is equal for releases of equal content, reported by the same version. */
  private static String identity(Release release) {
    return release.digest() + " " + release.runId() + " " + CodeVersion.get();
  }

  private boolean isWritten(String file, String identity) {
    Optional<InputStream> found = Warehouse.open(spark.sparkContext().hadoopConfiguration(), file);
    if (found.isEmpty()) {
      return false;
    }
    try (InputStream in = found.get()) {
      String beginning = new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8);
      return beginning.contains("content=\"" + identity + "\"");
    } catch (IOException e) {
      // A file that was changed by hand fails its checksum; it is written again.
      LOG.debug("{} can't be read: {}", file, e.getMessage());
      return false;
    }
  }
}
