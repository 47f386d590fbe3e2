package dev.winnow.jobs.release;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.IngestFacts;
import dev.winnow.transforms.check.Conservation;
import dev.winnow.transforms.check.HeldOutLaws;
import dev.winnow.transforms.check.Laws;
import dev.winnow.transforms.select.order.KeepCount;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The laws that rows must keep before any of them is committed. The stage that decides checks them
 * before it commits {@code decisions}; {@link Publication} checks them again before it commits
 * {@code curated}.
 */
public final class ReleaseLaws {

  /**
   * Checks the laws. Costs a few Spark queries; see {@link Laws}.
   *
   * @param subject beginning of the message
   * @param decided the decisions in a staging folder or a table, counted
   * @param curated rows of table curated, in any place
   * @param duplicates table duplicates; null for none
   * @param ingest facts of the ingest whose rows are decided
   * @param inputs table inputs of the run; null for runs of versions without it
   * @param heldOut table held_out of the run; null for a run without a split
   * @param keep number or share of the ranked rows that are kept
   * @throws Failure with {@link ExitCode#DATA} for a broken law
   */
  public static void require(
      String subject,
      DecidedRows decided,
      Dataset<Row> curated,
      Dataset<Row> duplicates,
      IngestFacts ingest,
      Dataset<Row> inputs,
      Dataset<Row> heldOut,
      KeepCount keep) {
    List<String> violations = new ArrayList<>();
    if (inputs != null && ingest.entries() != null) {
      violations.addAll(Conservation.violations(inputs, ingest.entries(), decided.totals().rows()));
    }
    violations.addAll(
        Laws.violations(
            decided.decisions(), decided.totals(), curated, duplicates, ingest.inputRows(), keep));
    violations.addAll(HeldOutLaws.violations(decided.decisions(), heldOut, decided.totals()));
    if (!violations.isEmpty()) {
      throw new Failure(
          ExitCode.DATA,
          subject
              + " must keep the laws of the tables, but breaks "
              + violations.size()
              + "; nothing was published: "
              + String.join("; ", violations));
    }
  }

  private ReleaseLaws() {}
}
