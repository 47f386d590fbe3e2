package dev.winnow.jobs.curate;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.recipe.Dedup.OnWipeOut;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.EvaluationLeaks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Stops a run, before anything is published, when deduplication dropped too many of its rows.
 *
 * @param dedup section of the recipe; null for none
 * @param tables folder of the tables, for messages
 * @param droppedRows for messages
 */
record DuplicatesGate(Dedup dedup, String tables, GateRows droppedRows) implements Gate {

  /**
   * Checks the rows that the finished stages have dropped.
   *
   * @throws Failure with {@link ExitCode#DATA} when more than dedup.max_duplicates are duplicates,
   *     more than dedup.exclude.max_leaks duplicate a held-out example, or one source, label or
   *     group loses too much and dedup.on_wipe_out is fail
   */
  @Override
  public void check(Done done) {
    if (dedup == null || !(done.holds(Stage.DEDUP) || done.holds(Stage.SEMANTIC))) {
      return;
    }
    long rows = done.embeddings().rows();
    long leaks = leaks(done);
    atMost(
        done.dropped().duplicateRows(),
        rows,
        dedup.maxDuplicates(),
        "share of duplicates must be at most dedup.max_duplicates ",
        "remove the copies from the input, or raise dedup.max_duplicates",
        Duplicates.SPEC.name(),
        () -> droppedRows.duplicates(done));
    if (dedup.exclude() != null) {
      atMost(
          leaks,
          rows,
          dedup.exclude().maxLeaks(),
          "share of examples that duplicate a held-out one must be at most"
              + " dedup.exclude.max_leaks ",
          "choose other held-out examples, or raise dedup.exclude.max_leaks",
          EvaluationLeaks.SPEC.name(),
          () -> droppedRows.leaks(done));
    }
    List<String> lost = WipeOuts.of(done, dedup);
    if (dedup.onWipeOut() == OnWipeOut.FAIL && !lost.isEmpty()) {
      List<String> details = new ArrayList<>(lost);
      details.addAll(droppedRows.duplicates(done));
      throw new Failure(
          ExitCode.DATA,
          "no file, folder, label or group may lose more of its rows than dedup.max_dropped_share "
              + dedup.maxDroppedShare()
              + " as dedup.on_wipe_out is fail; nothing was published; look at table "
              + Duplicates.SPEC.name()
              + ", then raise dedup.max_dropped_share or set dedup.on_wipe_out: warn",
          details);
    }
  }

  /** Returns the leaks to examples that the recipe names, without those of its split. */
  private static long leaks(Done done) {
    if (!done.holds(Stage.SEMANTIC)) {
      return 0;
    }
    Long leaks = done.semantic().facts().evaluationLeaks();
    return leaks == null ? 0 : leaks - (done.holds(Stage.LEAKS) ? done.leaks().facts().leaks() : 0);
  }

  private void atMost(
      long dropped,
      long rows,
      double cap,
      String rule,
      String remedy,
      String table,
      Supplier<List<String>> details) {
    if (dropped > cap * rows) {
      throw new Failure(
          ExitCode.DATA,
          rule
              + cap
              + ", got "
              + Texts.count(dropped)
              + " of "
              + Texts.count(rows)
              + " rows; nothing was published; "
              + remedy
              + "; the rows are in "
              + tables
              + "/"
              + table,
          details.get());
    }
  }
}
