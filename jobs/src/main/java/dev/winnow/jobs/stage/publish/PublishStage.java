package dev.winnow.jobs.stage.publish;

import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.release.DecidedRows;
import dev.winnow.jobs.release.Publication;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.PublishFacts;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.RunLock;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.StageRunner;
import dev.winnow.schemas.Decisions;
import java.util.Map;

/** Publishes the decisions of a run; see {@link Publication}. */
public final class PublishStage implements StageRunner {

  private final RunContext run;
  private final RunLock lock;

  public PublishStage(RunContext run, RunLock lock) {
    this.run = run;
    this.lock = lock;
  }

  /** Returns the name of the release: that of the recipe, or one made of its name and the run. */
  public static String release(Recipe recipe, String runId) {
    String named = recipe.publish().release();
    return named != null ? named : recipe.name() + "-" + runId;
  }

  @Override
  public StageResult<PublishFacts> execute(String key, Done done) {
    String release = release(run.recipe(), run.runId());
    return new Publication(
            run.spark(),
            run.tables(),
            run.progress(),
            lock,
            new ReleaseCatalog(run.tables().lookup()),
            run.runId(),
            run.recipe(),
            run.loaded().hash(),
            release,
            run.writeKey(Stage.PUBLISH, key),
            run.properties(Map.of("winnow.release", release)))
        .publish(
            done.versions(),
            DecidedRows.count(
                run.tables().read(Decisions.SPEC, done.decisions().version(Decisions.SPEC.name()))),
            done.ingest().facts(),
            done.decisions().facts().keepCount());
  }
}
