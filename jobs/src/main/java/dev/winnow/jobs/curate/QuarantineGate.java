package dev.winnow.jobs.curate;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Stage;

/**
 * Stops a run, before anything is published, when too much of its input was refused.
 *
 * @param cap share of the rows that may be quarantined, in [0, 1]
 * @param input the paths that were read, for messages
 * @param table path of the quarantine table, for messages
 */
record QuarantineGate(double cap, String input, String table) implements Gate {

  /**
   * Checks the rows that the finished stages have refused.
   *
   * @throws Failure with {@link ExitCode#INPUT} for no rows, with {@link ExitCode#DATA} when more
   *     than the cap are quarantined
   */
  @Override
  public void check(Done done) {
    long rows = done.ingest().facts().inputRows();
    if (rows == 0) {
      throw new Failure(
          ExitCode.INPUT, "input.path must hold at least one row, " + input + " holds none");
    }
    long refused = done.ingest().facts().quarantined();
    if (done.holds(Stage.EMBED)) {
      refused += done.embeddings().facts().quarantined();
    }
    if (refused > cap * rows) {
      throw new Failure(
          ExitCode.DATA,
          "quarantined share must be at most input.max_quarantine "
              + cap
              + ", got "
              + refused
              + " of "
              + rows
              + " rows; nothing was published; the reasons are in "
              + table);
    }
  }
}
