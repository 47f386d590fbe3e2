package dev.winnow.jobs.release;

import static dev.winnow.schemas.Decisions.KEEP_QUANTILE;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.Progress;
import dev.winnow.jobs.run.PublishFacts;
import dev.winnow.jobs.run.RunLock;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Curated;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Releases;
import dev.winnow.schemas.Shifts;
import dev.winnow.transforms.check.Laws;
import dev.winnow.transforms.select.order.KeepCount;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Makes a release of stored decisions: writes {@code curated} and {@code shifts}, checks the laws,
 * and publishes by one commit to {@code releases}. Readers see the table before this commit or
 * after it.
 */
public final class Publication {

  private final SparkSession spark;
  private final TableStore tables;
  private final Progress progress;
  private final RunLock lock;
  private final ReleaseCatalog catalog;
  private final String runId;
  private final String recipeHash;
  private final String release;
  private final String writeKey;
  private final Map<String, String> properties;

  /**
   * @param catalog the earlier releases; the lease keeps other drivers from adding one
   * @param runId run whose tables the release holds
   * @param writeKey beginning of the keys of the writes, see {@link TableStore#overwrite}
   * @param properties of the tables written
   */
  public Publication(
      SparkSession spark,
      TableStore tables,
      Progress progress,
      RunLock lock,
      ReleaseCatalog catalog,
      String runId,
      String recipeHash,
      String release,
      String writeKey,
      Map<String, String> properties) {
    this.spark = spark;
    this.tables = tables;
    this.progress = progress;
    this.lock = lock;
    this.catalog = catalog;
    this.runId = runId;
    this.recipeHash = recipeHash;
    this.release = release;
    this.writeKey = writeKey;
    this.properties = Map.copyOf(properties);
  }

  /**
   * Publishes, unless the release exists already with the same content.
   *
   * @param versions version of every table of the run, {@code examples} and {@code decisions}
   *     included
   * @param decided the decisions, counted
   * @param joined the decisions with {@code label} and {@link ShiftTable#GROUP} of the examples,
   *     restricted to examples; null if not joined yet
   * @param keep number or share of the ranked rows that are kept
   * @return the versions written, the rows kept, and the digest among the facts
   * @throws Failure with {@link ExitCode#DATA} for a broken law, with {@link ExitCode#CONFLICT}
   *     when the name is taken by other content; nothing is published then
   */
  public StageResult<PublishFacts> publish(
      Map<String, Long> versions,
      DecidedRows decided,
      Dataset<Row> joined,
      long inputRows,
      KeepCount keep) {
    Dataset<Row> decisions = decided.decisions();
    long examplesVersion = versions.get(Examples.SPEC.name());
    Dataset<Row> examples = tables.read(Examples.SPEC, examplesVersion);
    progress.step("writing table curated", 0);
    Map<String, Long> written = new LinkedHashMap<>();
    long curatedVersion =
        tables.overwrite(
            Curated.SPEC,
            examples.join(kept(joined == null ? decisions : joined), "id"),
            writeKey + Curated.SPEC.name(),
            properties);
    written.put(Curated.SPEC.name(), curatedVersion);
    Dataset<Row> curated = tables.read(Curated.SPEC, curatedVersion);

    progress.step("checking the laws", 0);
    Long duplicates = versions.get(Duplicates.SPEC.name());
    List<String> violations =
        Laws.violations(
            decisions,
            decided.totals(),
            curated,
            duplicates == null ? null : tables.read(Duplicates.SPEC, duplicates),
            inputRows,
            keep);
    if (!violations.isEmpty()) {
      throw new Failure(
          ExitCode.DATA,
          "release "
              + release
              + " must keep the laws of the tables, but breaks "
              + violations.size()
              + "; nothing was published: "
              + String.join("; ", violations));
    }
    String digest = decided.digest();

    progress.step("writing table shifts", 0);
    PublishFacts facts;
    Dataset<Row> shifts =
        ShiftTable.rows(
                joined == null ? ShiftTable.join(examples, decisions) : joined,
                tables.count(Examples.SPEC.name(), examplesVersion),
                decided.totals().kept(),
                decided.totals().clustered(),
                release)
            .persist();
    try {
      written.put(
          Shifts.SPEC.name(),
          tables.overwrite(Shifts.SPEC, shifts, writeKey + Shifts.SPEC.name(), properties));
      facts = ShiftTable.facts(shifts, release, digest);
    } finally {
      shifts.unpersist();
    }
    if (!isPublished(digest)) {
      Map<String, Long> ofRelease = new LinkedHashMap<>(versions);
      ofRelease.putAll(written);
      commit(ofRelease, digest);
    }
    return new StageResult<>(written, tables.count(Curated.SPEC.name(), curatedVersion), facts);
  }

  private static Dataset<Row> kept(Dataset<Row> decisions) {
    return decisions
        .where(col(Decisions.KEPT))
        .select(
            col("id"),
            col(CLUSTER_ID),
            col("score").as("hardness"),
            col(KEEP_RANK),
            col(KEEP_QUANTILE));
  }

  private void commit(Map<String, Long> versions, String digest) {
    progress.step("publishing release " + release, 0);
    lock.check();
    List<Row> rows = new ArrayList<>();
    Timestamp now = Timestamp.from(Instant.now());
    versions.forEach(
        (table, version) ->
            rows.add(
                RowFactory.create(
                    release,
                    runId,
                    table,
                    version,
                    tables.count(table, version),
                    digest,
                    recipeHash,
                    now)));
    tables.append(
        Releases.SPEC,
        spark.createDataFrame(rows, Releases.SPEC.schema()).coalesce(1),
        writeKey + Releases.SPEC.name());
  }

  /**
   * Returns true when the release exists with the same content.
   *
   * @throws Failure with {@link ExitCode#CONFLICT} when its name is taken by other content
   */
  public boolean isPublished(String digest) {
    if (!catalog.has(release)) {
      return false;
    }
    ReleaseCatalog.Release earlier = catalog.get(release);
    if (!earlier.digest().equals(digest)) {
      throw new Failure(
          ExitCode.CONFLICT,
          "release "
              + release
              + " already exists with other content, published by run "
              + earlier.runId()
              + "; choose another name in publish.release, or with --release for a cut");
    }
    return true;
  }
}
