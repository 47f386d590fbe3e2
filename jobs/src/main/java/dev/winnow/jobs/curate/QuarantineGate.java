package dev.winnow.jobs.curate;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import java.util.Map;

/** Stops a run, before anything is published, when too much of its input was refused. */
final class QuarantineGate {

  static void check(RunContext run, Map<Stage, StageResult> done) {
    StageResult ingest = done.get(Stage.INGEST);
    long rows = ingest.count("input_rows");
    if (rows == 0) {
      throw new Failure(
          ExitCode.INPUT,
          "input.path must hold at least one row, " + run.input().paths() + " holds none");
    }
    long refused = ingest.count("quarantined");
    if (done.containsKey(Stage.EMBED)) {
      refused += done.get(Stage.EMBED).count("quarantined");
    }
    double cap = run.recipe().input().maxQuarantine();
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
              + run.tables().path("quarantine"));
    }
  }

  private QuarantineGate() {}
}
