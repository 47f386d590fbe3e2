package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.ExitCode;
import dev.winnow.jobs.Failure;
import dev.winnow.jobs.delta.TableStore;
import dev.winnow.schemas.Curated;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Releases;
import dev.winnow.schemas.Shifts;
import dev.winnow.transforms.check.Laws;
import dev.winnow.transforms.select.KeepCount;
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
 * and publishes by one commit to {@code releases}. Readers see the release before it or after it.
 *
 * @param runId run whose tables the release stands for
 * @param writeKey what the writes are named by, see {@link TableStore#overwrite}
 * @param properties of the tables written
 */
record Publication(
    SparkSession spark,
    TableStore tables,
    Progress progress,
    RunLock lock,
    String runId,
    String recipeHash,
    String release,
    String writeKey,
    Map<String, String> properties) {

  /**
   * Publishes, unless the release is there already with this very content.
   *
   * @param versions version of every table of the run, of {@code examples} and {@code decisions}
   *     too
   * @param keep how many of the ranked rows are kept
   * @return the versions written, the rows kept, and the digest among the details
   * @throws Failure with {@link ExitCode#DATA} for a broken law, with {@link ExitCode#CONFLICT}
   *     when the name stands for other content; nothing is published then
   */
  StageResult publish(Map<String, Long> versions, long inputRows, KeepCount keep) {
    Dataset<Row> decisions = tables.read(Decisions.SPEC, versions.get(Decisions.SPEC.name()));
    long examplesVersion = versions.get(Examples.SPEC.name());
    Dataset<Row> examples = tables.read(Examples.SPEC, examplesVersion);
    progress.step("writing the curated table", 0);
    Map<String, Long> written = new LinkedHashMap<>();
    long curatedVersion =
        tables.overwrite(
            Curated.SPEC,
            examples.join(kept(decisions), "id"),
            writeKey + Curated.SPEC.name(),
            properties);
    written.put(Curated.SPEC.name(), curatedVersion);
    Dataset<Row> curated = tables.read(Curated.SPEC, curatedVersion);

    progress.step("checking the laws", 0);
    List<String> violations = new ArrayList<>(Laws.violations(decisions, curated, inputRows, keep));
    if (versions.containsKey(Duplicates.SPEC.name())) {
      violations.addAll(
          Laws.violationsOfDuplicates(
              tables.read(Duplicates.SPEC, versions.get(Duplicates.SPEC.name())), decisions));
    }
    if (!violations.isEmpty()) {
      throw new Failure(
          ExitCode.DATA,
          "release "
              + release
              + " must keep the laws of the tables, it breaks "
              + violations.size()
              + "; nothing was published: "
              + String.join("; ", violations));
    }
    String digest = ReleaseDigest.of(decisions);

    progress.step("writing the shifts", 0);
    long rows = tables.count(Examples.SPEC.name(), examplesVersion);
    long shiftsVersion =
        tables.overwrite(
            Shifts.SPEC,
            ShiftTable.of(examples, rows, decisions, release),
            writeKey + Shifts.SPEC.name(),
            properties);
    written.put(Shifts.SPEC.name(), shiftsVersion);
    Dataset<Row> shifts = tables.read(Shifts.SPEC, shiftsVersion);

    Map<String, Object> details = new LinkedHashMap<>();
    details.put("release", release);
    details.put("digest", digest);
    details.put(
        "classes",
        shifts
            .where(
                col("dimension")
                    .equalTo(Shifts.LABEL)
                    .and(col("value").isNotNull())
                    .and(col("kept").gt(0)))
            .count());
    details.putAll(ShiftTable.notable(shifts));
    if (!isPublished(digest)) {
      Map<String, Long> all = new LinkedHashMap<>(versions);
      all.putAll(written);
      commit(all, digest);
    }
    return new StageResult(written, tables.count(Curated.SPEC.name(), curatedVersion), details);
  }

  private static Dataset<Row> kept(Dataset<Row> decisions) {
    return decisions
        .where(col("kept"))
        .select(
            col("id"),
            col("cluster_id"),
            col("score").as("hardness"),
            col("keep_rank"),
            col("keep_quantile"));
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
   * Whether the release exists with this very content.
   *
   * @throws Failure with {@link ExitCode#CONFLICT} when its name stands for other content
   */
  boolean isPublished(String digest) {
    if (!tables.exists(Releases.SPEC)) {
      return false;
    }
    List<Row> published =
        tables
            .readLatest(Releases.SPEC)
            .where(col("release").equalTo(release))
            .select("digest", "run_id")
            .distinct()
            .collectAsList();
    for (Row row : published) {
      if (!row.getString(0).equals(digest)) {
        throw new Failure(
            ExitCode.CONFLICT,
            "release "
                + release
                + " stands for other content, published by run "
                + row.getString(1)
                + "; choose another name, in publish.release or with --release of a cut");
      }
    }
    return !published.isEmpty();
  }
}
