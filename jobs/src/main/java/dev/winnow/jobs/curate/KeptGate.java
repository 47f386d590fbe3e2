package dev.winnow.jobs.curate;

import dev.winnow.jobs.release.LeastRows;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Stage;

/**
 * Stops a run, before anything is published, when its release would keep too few rows.
 *
 * @param least rows that a release keeps at least
 * @param release name of the release, for messages
 * @param decidedRows for messages
 */
record KeptGate(long least, String release, GateRows decidedRows) implements Gate {

  @Override
  public void check(Done done) {
    if (done.holds(Stage.PRUNE)) {
      LeastRows.check(
          done.decisions().facts().kept(), least, release, () -> decidedRows.decisions(done));
    }
  }
}
