package dev.winnow.jobs.curate;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.text.Texts;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Stops a run, before anything is published, when too much of its input was refused.
 *
 * @param cap share of the rows that may be quarantined, in [0, 1]
 * @param input the paths that were read, for messages
 * @param table path of the quarantine table, for messages
 * @param refusedRows for messages
 */
record QuarantineGate(double cap, String input, String table, GateRows refusedRows)
    implements Gate {

  /**
   * Checks the rows that the finished stages have refused.
   *
   * @throws Failure with {@link ExitCode#INPUT} for no rows, with {@link ExitCode#DATA} when more
   *     than the cap are quarantined
   */
  @Override
  public void check(Done done) {
    if (!done.holds(Stage.INGEST)) {
      return;
    }
    long rows = done.ingest().facts().inputRows();
    if (rows == 0) {
      throw new Failure(
          ExitCode.INPUT,
          "input.path must hold at least one row, " + input + " holds none" + passedOver(done));
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
              + " rows; nothing was published; mend the rows, or raise input.max_quarantine; all of"
              + " them are in "
              + table,
          refusedRows.quarantined(done));
    }
  }

  /** Returns what stands below the paths besides, for an input without rows. */
  private static String passedOver(Done done) {
    Map<String, Long> files = done.ingest().facts().passedOver();
    return files == null || files.isEmpty()
        ? ""
        : "; files that were passed over: "
            + files.entrySet().stream()
                .map(e -> Texts.count(e.getValue()) + " " + e.getKey())
                .collect(Collectors.joining(", "));
  }
}
