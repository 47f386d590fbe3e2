package dev.winnow.jobs.cut;

import static dev.winnow.schemas.Decisions.CUMULATIVE_BYTES;
import static dev.winnow.schemas.Decisions.CUMULATIVE_TOKENS;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Examples;
import dev.winnow.transforms.select.RankedSums;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Size of a cut that is given in tokens or bytes: the longest prefix of the ranks whose running sum
 * is at most the budget. Under a floor every prefix of the ranks meets it, so the cut is exact
 * there too.
 */
final class CutBudget {

  /**
   * Returns the number of rows that the budget of a plan keeps. Costs one Spark job in the order of
   * the run, else a ranking.
   *
   * @param whole plan that keeps all rows in the order of the cut
   * @throws Failure with {@link ExitCode#INPUT} for a run that stored no lengths, {@link
   *     ExitCode#USAGE} for tokens of a corpus without texts, and for a budget below the first row
   */
  static long rows(CutPlan whole, TableStore tables) {
    boolean tokens = whole.request().keepTokens() != null;
    long budget = tokens ? whole.request().keepTokens() : whole.request().keepBytes();
    String option = tokens ? "--keep-tokens" : "--keep-bytes";
    requireLengths(whole, tables, option);
    if (whole.policy().storedOrder()) {
      return rows(whole, whole.decisions(), option, budget);
    }
    try (CutDecisions ordered = CutDecisions.decide(whole, tables)) {
      return rows(whole, ordered.decided(), option, budget);
    }
  }

  private static void requireLengths(CutPlan whole, TableStore tables, String option) {
    Dataset<Row> examples =
        tables.read(
            Examples.SPEC,
            whole.run().requireStage(Stage.INGEST).ingest().version(Examples.SPEC.name()));
    if (!RankedSums.known(examples)) {
      throw new Failure(
          ExitCode.INPUT,
          option
              + " needs the lengths of the contents, which the version of Winnow that ingested run "
              + whole.run().runId()
              + " did not store; run `winnow run` again, which ingests the input again, or use"
              + " --target-rows");
    }
  }

  private static long rows(CutPlan whole, Dataset<Row> ordered, String option, long budget) {
    String column = option.equals("--keep-tokens") ? CUMULATIVE_TOKENS : CUMULATIVE_BYTES;
    Row found =
        ordered
            .where(col(KEEP_RANK).isNotNull())
            .agg(
                max(when(col(column).leq(budget), col(KEEP_RANK))),
                min(when(col(KEEP_RANK).equalTo(1), col(column))),
                count(col(column)))
            .first();
    if (found.getLong(2) < whole.ranked()) {
      throw new Failure(
          ExitCode.USAGE,
          option
              + " needs a corpus of texts, but the rows of run "
              + whole.run().runId()
              + " have no tokens; use --keep-bytes or --target-rows");
    }
    if (found.isNullAt(0)) {
      throw new Failure(
          ExitCode.USAGE,
          option
              + " must be at least "
              + found.getLong(1)
              + ", the length of the first row of the order, got "
              + budget
              + "; raise it");
    }
    return found.getLong(0);
  }

  private CutBudget() {}
}
