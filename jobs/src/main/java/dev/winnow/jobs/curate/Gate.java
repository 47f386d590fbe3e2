package dev.winnow.jobs.curate;

import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.schemas.Quarantine;
import java.util.List;

/** Condition on the finished stages of a run, checked before the first and after each of them. */
interface Gate {

  /**
   * Returns the gates of a run, in the order in which they are checked.
   *
   * @param release name of the release to publish
   * @param stages stages of the run up to the last one that is asked for
   */
  static List<Gate> all(RunContext run, String release, List<Stage> stages) {
    GateRows rows = new StoredGateRows(run);
    return List.of(
        new QuarantineGate(
            run.recipe().input().maxQuarantine(),
            String.valueOf(run.input().paths()),
            run.tables().path(Quarantine.SPEC),
            rows),
        new DuplicatesGate(run.recipe().dedup(), run.tables().folder(), rows),
        new KeptGate(run.recipe().publish().minRows(), release, rows),
        new NameGate(
            new ReleaseCatalog(run.tables().lookup()), release, run.recipe().keepCount(), stages));
  }

  /**
   * Checks the stages that are done, none of them before the first stage. A stage that is reused is
   * checked again.
   *
   * @throws Failure if the run must not go on
   */
  void check(Done done);
}
