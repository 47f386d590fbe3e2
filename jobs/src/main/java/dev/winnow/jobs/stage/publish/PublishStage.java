package dev.winnow.jobs.stage.publish;

import dev.winnow.jobs.release.DecidedRows;
import dev.winnow.jobs.release.Publication;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.RunLock;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.prune.PruneStage;
import dev.winnow.jobs.tables.SparkLookup;
import dev.winnow.schemas.Decisions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Publishes what the stages before it have decided; see {@link Publication}. */
public final class PublishStage {

  private final RunContext run;
  private final String release;

  public PublishStage(RunContext run) {
    this.run = run;
    this.release = releaseName(run.recipe().publish().release(), run.recipe().name(), run.runId());
  }

  static String releaseName(String asked, String name, String runId) {
    return asked != null ? asked : name + "-" + runId;
  }

  public String release() {
    return release;
  }

  public StageResult execute(String key, Map<Stage, StageResult> done, RunLock lock) {
    Map<String, Long> versions = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      StageResult result = done.get(stage);
      if (result != null) {
        versions.putAll(result.versions());
      }
    }
    StageResult prune = done.get(Stage.PRUNE);
    return new Publication(
            run.spark(),
            run.tables(),
            run.progress(),
            lock,
            new ReleaseCatalog(new SparkLookup(run.tables())),
            run.runId(),
            run.loaded().hash(),
            release,
            run.writeKey(Stage.PUBLISH, key, ""),
            run.properties(Map.of("winnow.release", release)))
        .publish(
            versions,
            DecidedRows.of(run.tables().read(Decisions.SPEC, versions.get(Decisions.SPEC.name()))),
            null,
            done.get(Stage.INGEST).count("input_rows"),
            PruneStage.keepCount(prune));
  }
}
