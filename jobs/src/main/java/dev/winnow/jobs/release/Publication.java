package dev.winnow.jobs.release;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.progress.Progress;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.IngestFacts;
import dev.winnow.jobs.run.PublishFacts;
import dev.winnow.jobs.run.RunLock;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Curated;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.HeldOut;
import dev.winnow.schemas.Inputs;
import dev.winnow.schemas.Releases;
import dev.winnow.schemas.Shifts;
import dev.winnow.transforms.select.order.KeepCount;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Makes a release of decisions: checks the laws on rows in a staging folder, then commits {@code
 * decisions} where they are not yet, {@code curated} and {@code shifts}, and publishes by one
 * commit to {@code releases}. A release that breaks a law is to be seen in no table. Readers see
 * the release as a whole, or not.
 */
public final class Publication {

  private final SparkSession spark;
  private final TableStore tables;
  private final Progress progress;
  private final RunLock lock;
  private final ReleaseCatalog catalog;
  private final String runId;
  private final Recipe recipe;
  private final String recipeHash;
  private final String release;
  private final String writeKey;
  private final Map<String, String> properties;

  /**
   * @param catalog the earlier releases; the lease keeps other drivers from adding one
   * @param runId run whose tables the release holds
   * @param recipe recipe of this run
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
      Recipe recipe,
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
    this.recipe = recipe;
    this.recipeHash = recipeHash;
    this.release = release;
    this.writeKey = writeKey;
    this.properties = Map.copyOf(properties);
  }

  /**
   * Publishes stored decisions, unless the release exists already with the same content.
   *
   * @param versions version of every table of the run, {@code examples} and {@code decisions}
   *     included
   * @param decided the decisions, counted
   * @param ingest facts of the ingest whose rows are decided
   * @param keep number or share of the ranked rows that are kept
   * @return the versions written, the rows kept, and the digest among the facts
   * @throws Failure with {@link ExitCode#DATA} for a broken law, with {@link ExitCode#CONFLICT}
   *     when the name is taken by other content; nothing is published then
   */
  public StageResult<PublishFacts> publish(
      Map<String, Long> versions, DecidedRows decided, IngestFacts ingest, KeepCount keep) {
    return publish(versions, decided, null, null, ingest, keep, () -> Map.of());
  }

  /**
   * Publishes decisions that are not committed yet; commits them with the other tables.
   *
   * @param versions version of every table of the run except {@code decisions}
   * @param decided the decisions in a staging folder, counted
   * @param joined the decisions with {@code label} and {@link ShiftTable#GROUP} of the examples,
   *     restricted to examples; null if not joined yet
   * @param base curated rows of the same order, which are not written again; null for none
   * @param others writes the other tables of this release, after the laws, and returns their
   *     versions
   */
  public StageResult<PublishFacts> publishStaged(
      Map<String, Long> versions,
      DecidedRows decided,
      Dataset<Row> joined,
      CuratedTable.Base base,
      IngestFacts ingest,
      KeepCount keep,
      Supplier<Map<String, Long>> others) {
    return publish(
        versions,
        decided,
        joined,
        base,
        ingest,
        keep,
        () -> {
          Map<String, Long> written = new LinkedHashMap<>(others.get());
          written.put(
              Decisions.SPEC.name(),
              tables.overwrite(
                  Decisions.SPEC,
                  decided.decisions(),
                  writeKey + Decisions.SPEC.name(),
                  properties));
          return written;
        });
  }

  private StageResult<PublishFacts> publish(
      Map<String, Long> versions,
      DecidedRows decided,
      Dataset<Row> joined,
      CuratedTable.Base base,
      IngestFacts ingest,
      KeepCount keep,
      Supplier<Map<String, Long>> commitDecisions) {
    String digest = decided.digest();
    boolean known = isPublished(digest);
    long examplesVersion = versions.get(Examples.SPEC.name());
    Dataset<Row> examples = tables.read(Examples.SPEC, examplesVersion);
    Map<String, Long> written = new LinkedHashMap<>();
    try (Staging staging = new Staging(spark, tables.folder(), "publish-" + runId)) {
      progress.step("joining the rows of table curated", 0);
      CuratedTable table = new CuratedTable(tables, staging, base, decided.totals().kept());
      Dataset<Row> curated = table.stage(examples, joined == null ? decided.decisions() : joined);
      progress.step("checking the laws", 0);
      Long duplicates = versions.get(Duplicates.SPEC.name());
      Long heldOut = versions.get(HeldOut.SPEC.name());
      ReleaseLaws.require(
          "release " + release,
          decided,
          curated,
          duplicates == null ? null : tables.read(Duplicates.SPEC, duplicates),
          ingest,
          inputs(versions),
          heldOut == null ? null : tables.read(HeldOut.SPEC, heldOut),
          keep);
      lock.check();
      written.putAll(commitDecisions.get());
      progress.step("writing table curated", 0);
      written.put(Curated.SPEC.name(), table.commit(writeKey + Curated.SPEC.name(), properties));
    }
    progress.step("writing table shifts", 0);
    PublishFacts facts;
    Dataset<Row> labelled =
        joined == null ? ShiftTable.join(examples, decided.decisions()) : joined;
    Dataset<Row> shifts =
        ShiftTable.rows(
                labelled,
                tables.count(Examples.SPEC.name(), examplesVersion),
                decided.totals().kept(),
                decided.totals().clustered(),
                release)
            .persist();
    try {
      written.put(
          Shifts.SPEC.name(),
          tables.overwrite(Shifts.SPEC, shifts, writeKey + Shifts.SPEC.name(), properties));
      facts = ShiftTable.facts(shifts, release, digest, LabelFloors.standing(recipe, labelled));
    } finally {
      shifts.unpersist();
    }
    Map<String, Long> ofRelease = new LinkedHashMap<>(versions);
    ofRelease.putAll(written);
    if (!known || !tables.intact(catalog.get(release).versions(), List.of())) {
      commit(ofRelease, digest, known);
    }
    return new StageResult<>(
        written, tables.count(Curated.SPEC.name(), written.get(Curated.SPEC.name())), facts);
  }

  /** Returns table inputs of the run, or null where the version that ingested it wrote none. */
  private Dataset<Row> inputs(Map<String, Long> versions) {
    Long version = versions.get(Inputs.SPEC.name());
    if (version == null) {
      progress.note(
          "the law of table inputs is not checked, because the version of Winnow that ingested run "
              + runId
              + " wrote no such table");
      return null;
    }
    return tables.read(Inputs.SPEC, version);
  }

  /**
   * Commits to {@code releases}.
   *
   * @param known true when the release is listed with the same content and files that are lost; its
   *     rows are then replaced
   */
  private void commit(Map<String, Long> versions, String digest, boolean known) {
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
    String key = writeKey + Releases.SPEC.name() + "/after-" + tables.latest(Releases.SPEC);
    if (known) {
      rows.addAll(
          tables
              .readLatest(Releases.SPEC)
              .where(col("release").notEqual(release))
              .select(Columns.of(Releases.SPEC))
              .collectAsList());
      tables.overwrite(
          Releases.SPEC, spark.createDataFrame(rows, Releases.SPEC.schema()), key, Map.of());
      return;
    }
    tables.append(Releases.SPEC, rows, key);
  }

  /**
   * Returns true when the release exists with the same content.
   *
   * @throws Failure with {@link ExitCode#CONFLICT} when its name is taken by other content
   */
  public boolean isPublished(String digest) {
    Optional<ReleaseCatalog.Release> earlier = catalog.find(release);
    if (earlier.isEmpty()) {
      return false;
    }
    if (!earlier.get().digest().equals(digest)) {
      throw TakenName.failure(earlier.get(), "");
    }
    return true;
  }
}
