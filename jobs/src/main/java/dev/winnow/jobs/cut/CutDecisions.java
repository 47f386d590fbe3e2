package dev.winnow.jobs.cut;

import static dev.winnow.schemas.Decisions.SCORE;
import static dev.winnow.schemas.Examples.ID;
import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.recipe.Balance;
import dev.winnow.jobs.release.BalanceClasses;
import dev.winnow.jobs.release.ShiftTable;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.select.RankedSums;
import dev.winnow.transforms.select.order.Policy;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Decisions of a cut. Rows that are read several times are joined once, and Spark holds them until
 * this is closed: some hundred bytes a row, in memory and, where memory is full, on local disk.
 */
final class CutDecisions implements AutoCloseable {

  private final Dataset<Row> decided;
  private final Dataset<Row> joined;
  private final Dataset<Row> persisted;

  /**
   * @param joined null where the order needs no columns of the examples
   * @param persisted rows to release at the end; null for none
   */
  private CutDecisions(Dataset<Row> decided, Dataset<Row> joined, Dataset<Row> persisted) {
    this.decided = decided;
    this.joined = joined;
    this.persisted = persisted;
  }

  /** Decides on all rows of a run. Costs a few small Spark jobs, and more as {@link Cut} says. */
  static CutDecisions decide(CutPlan plan, TableStore tables) {
    FinishedRun run = plan.run();
    CutPolicy policy = plan.policy();
    CutOrder order = plan.order();
    Dataset<Row> decisions = plan.decisions();
    if (!policy.storedOrder()) {
      Dataset<Row> rows =
          RankedSums.withLengths(
              CutOrder.withScores(decisions, scores(plan, tables)),
              tables.read(Examples.SPEC, examplesVersion(run)));
      return persisting(
          order.isBalanced() ? classes(run, tables).withClasses(rows) : rows,
          held ->
              new CutDecisions(
                  order.rankAgain(decisions, held, plan.fraction(), policy.metric(), plan.ranked()),
                  null,
                  held));
    }
    if (!order.showsDisplacedRows()) {
      return new CutDecisions(order.keepStored(decisions, plan.kept()), null, null);
    }
    BalanceClasses classes = classes(run, tables);
    Dataset<Row> examples = tables.read(Examples.SPEC, examplesVersion(run));
    Dataset<Row> rows =
        decisions
            .join(
                classes.selectFromExamples(examples),
                col(ID).equalTo(col(BalanceClasses.EXAMPLE)),
                "left")
            .drop(BalanceClasses.EXAMPLE);
    return persisting(
        rows,
        held -> {
          Dataset<Row> cut =
              order.keepFloored(classes.withJoinedClasses(held), plan.ranked(), plan.kept());
          return new CutDecisions(
              cut.select(Columns.of(Decisions.SPEC)),
              cut.where(col(ShiftTable.GROUP).isNotNull()),
              held);
        });
  }

  /**
   * Returns id and score of the rows, by the metric of the cut, and the distance to the prototype
   * where an outlier guard needs it.
   */
  private static Dataset<Row> scores(CutPlan plan, TableStore tables) {
    String column = plan.policy().column();
    if (!plan.readsScores()) {
      return plan.decisions().select(ID, SCORE);
    }
    long version = plan.run().requireStage(Stage.SCORE).scores().version(Scores.SPEC.name());
    Dataset<Row> scores = tables.read(Scores.SPEC, version);
    Column score = col(column == null ? Scores.HARDNESS : column).as(SCORE);
    return plan.order().isGuarded()
        ? scores.select(col(ID), score, col(Scores.COSINE_DIST_TO_CENT).as(Policy.DISTANCE))
        : scores.select(col(ID), score);
  }

  private static BalanceClasses classes(FinishedRun run, TableStore tables) {
    Balance balance = run.recipe().prune().balance();
    return new BalanceClasses(tables, balance.by(), examplesVersion(run));
  }

  private static long examplesVersion(FinishedRun run) {
    return run.requireStage(Stage.INGEST).ingest().version(Examples.SPEC.name());
  }

  /** Persists the rows, and releases them where the decision fails. */
  private static CutDecisions persisting(
      Dataset<Row> rows, Function<Dataset<Row>, CutDecisions> decision) {
    Dataset<Row> held = rows.persist();
    try {
      return decision.apply(held);
    } catch (RuntimeException e) {
      held.unpersist();
      throw e;
    }
  }

  /** Returns rows with the columns of table decisions. */
  Dataset<Row> decided() {
    return decided;
  }

  /**
   * Returns the decisions on examples, with {@code label} and {@link ShiftTable#GROUP} of the
   * examples; null where the order needs no columns of the examples.
   */
  Dataset<Row> joined() {
    return joined;
  }

  @Override
  public void close() {
    if (persisted != null) {
      persisted.unpersist();
    }
  }
}
