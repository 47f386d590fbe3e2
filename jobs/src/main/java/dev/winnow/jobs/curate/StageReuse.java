package dev.winnow.jobs.curate;

import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.PublishFacts;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.tables.TableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the finished stages that a run takes over. A stage is taken over when its key is in the
 * ledger and the files of its tables are there at the versions of that entry, with the sizes that
 * were written. The stages are asked for in their order.
 */
final class StageReuse {

  private final Ledger ledger;
  private final TableStore tables;
  private final StageKeys keys;
  private final String runId;
  private final String release;
  private final String fingerprint;
  private final List<String> writers = new ArrayList<>();

  /**
   * @param release name of the release to publish
   * @param fingerprint of the input
   */
  StageReuse(
      Ledger ledger,
      TableStore tables,
      StageKeys keys,
      String runId,
      String release,
      String fingerprint) {
    this.ledger = ledger;
    this.tables = tables;
    this.keys = keys;
    this.runId = runId;
    this.release = release;
    this.fingerprint = fingerprint;
  }

  /**
   * A stage and its earlier result.
   *
   * @param inputs versions of the tables that it may read; for ingest, the fingerprint of the input
   * @param ofRun true if the run itself has the entry in the ledger
   * @param result empty if the stage must run
   */
  record Found(String key, String inputs, boolean ofRun, Optional<StageResult<?>> result) {}

  /**
   * Looks for a stage.
   *
   * @param done the stages before it
   */
  Found find(Stage stage, Done done) {
    String inputs =
        stage == Stage.INGEST ? fingerprint : Ledger.write(new TreeMap<>(done.versions()));
    String key = keys.of(stage, inputs);
    writers.add(RunContext.writer(stage, key));
    Optional<Ledger.Entry> ofRun = ledger.findOfRun(runId, stage, key);
    Optional<Ledger.Entry> entry = ofRun.isPresent() ? ofRun : ledger.findOfAnyRun(stage, key);
    boolean reusable =
        entry.isPresent()
            && tables.intact(entry.get().result().versions(), writers)
            && (stage != Stage.PUBLISH || isPublished(entry.get().result()));
    return new Found(
        key,
        inputs,
        ofRun.isPresent(),
        reusable ? Optional.of(entry.get().result()) : Optional.empty());
  }

  /** Returns true when the release is listed with the content that the stage published. */
  private boolean isPublished(StageResult<?> published) {
    ReleaseCatalog catalog = new ReleaseCatalog(tables.lookup());
    return catalog.has(release)
        && catalog
            .get(release)
            .digest()
            .equals(published.withFacts(PublishFacts.class).facts().digest());
  }
}
