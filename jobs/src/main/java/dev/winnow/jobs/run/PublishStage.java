package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.ExitCode;
import dev.winnow.jobs.Failure;
import dev.winnow.schemas.Curated;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Releases;
import dev.winnow.transforms.check.Laws;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Writes {@code curated}, checks the laws, and publishes by one commit to {@code releases}: readers
 * see the release before it or after it.
 */
final class PublishStage {

  private final RunContext run;
  private final String release;

  PublishStage(RunContext run) {
    this.run = run;
    this.release = releaseName(run.recipe().publish().release(), run.recipe().name(), run.runId());
  }

  static String releaseName(String asked, String name, String runId) {
    return asked != null ? asked : name + "-" + runId;
  }

  String release() {
    return release;
  }

  StageResult execute(String key, Map<Stage, StageResult> done, RunLock lock) {
    StageResult ingest = done.get(Stage.INGEST);
    StageResult prune = done.get(Stage.PRUNE);
    Dataset<Row> decisions =
        run.tables().read(Decisions.SPEC, prune.version(Decisions.SPEC.name()));
    run.progress().step("writing the curated table", prune.count("kept"));
    Dataset<Row> kept =
        decisions
            .where(col("kept"))
            .select(
                col("id"),
                col("cluster_id"),
                col("score").as("hardness"),
                col("keep_rank"),
                col("keep_quantile"));
    Dataset<Row> examples = run.tables().read(Examples.SPEC, ingest.version(Examples.SPEC.name()));
    long curatedVersion =
        run.tables()
            .overwrite(
                Curated.SPEC,
                examples.join(kept, "id"),
                run.writeKey(Stage.PUBLISH, key, Curated.SPEC.name()),
                run.properties(Map.of("winnow.release", release)));
    Dataset<Row> curated = run.tables().read(Curated.SPEC, curatedVersion);

    run.progress().step("checking the laws", 0);
    List<String> violations =
        Laws.violations(
            decisions, curated, ingest.count("input_rows"), PruneStage.keepCount(prune));
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

    Map<String, Long> versions = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      StageResult result = done.get(stage);
      if (result != null) {
        versions.putAll(result.versions());
      }
    }
    versions.put(Curated.SPEC.name(), curatedVersion);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("release", release);
    details.put("digest", digest);
    details.put(
        "classes", curated.where(col("label").isNotNull()).select("label").distinct().count());
    if (!alreadyPublished(digest)) {
      run.progress().step("publishing release " + release, 0);
      lock.check();
      List<Row> rows = new ArrayList<>();
      Timestamp now = Timestamp.from(Instant.now());
      versions.forEach(
          (table, version) ->
              rows.add(
                  RowFactory.create(
                      release,
                      run.runId(),
                      table,
                      version,
                      run.tables().count(table, version),
                      digest,
                      run.loaded().hash(),
                      now)));
      run.tables()
          .append(
              Releases.SPEC,
              run.spark().createDataFrame(rows, Releases.SPEC.schema()).coalesce(1),
              run.writeKey(Stage.PUBLISH, key, Releases.SPEC.name()));
    }
    return new StageResult(
        Map.of(Curated.SPEC.name(), curatedVersion), prune.count("kept"), details);
  }

  /**
   * Whether the release exists with this very content.
   *
   * @throws Failure with {@link ExitCode#CONFLICT} when its name stands for other content
   */
  private boolean alreadyPublished(String digest) {
    if (!run.tables().exists(Releases.SPEC)) {
      return false;
    }
    List<Row> published =
        run.tables()
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
                + "; choose another name in publish.release");
      }
    }
    return !published.isEmpty();
  }
}
