package dev.winnow.jobs.cut;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.jobs.release.BalanceClasses;
import dev.winnow.jobs.release.ShiftTable;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.select.BalanceForm;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a cut decides. Rows that are read several times are joined once and kept by Spark until this
 * is closed: some hundred bytes a row, in memory and, where that is full, on local disk.
 *
 * @param decided columns of table decisions
 * @param joined the same with {@code label} and {@link ShiftTable#GROUP} of the examples, and
 *     without other rows; null where the order does not need them
 * @param persisted null for none
 */
record CutDecisions(Dataset<Row> decided, Dataset<Row> joined, Dataset<Row> persisted)
    implements AutoCloseable {

  static CutDecisions of(CutPlan plan, TableStore tables) {
    FinishedRun run = plan.run();
    CutPolicy policy = plan.policy();
    JsonNode prune = run.recipe().path("prune");
    JsonNode balance = prune.path("balance");
    long examplesVersion = run.result(Stage.INGEST).version(Examples.SPEC.name());
    BalanceClasses classes =
        new BalanceClasses(tables, balance.path("by").asText("label"), examplesVersion);
    CutOrder order =
        new CutOrder(
            policy.keep(),
            balance.isObject()
                ? new BigDecimal(balance.path("floor").asText("0"))
                : BigDecimal.ZERO,
            BalanceForm.valueOf(balance.path("form").asText("relative").toUpperCase(Locale.ROOT)),
            prune.path("outlier_guard").asDouble() + prune.path("exploration_fraction").asDouble()
                > 0,
            run.recipe().path("seed").asLong());
    Dataset<Row> decisions = plan.decisions();
    if (!policy.storedOrder()) {
      Dataset<Row> rows =
          CutOrder.scored(
              decisions,
              policy.column() == null
                  ? decisions.select("id", "score")
                  : tables
                      .read(Scores.SPEC, run.scores().version(Scores.SPEC.name()))
                      .select(col("id"), col(policy.column()).as("score")));
      return kept(
          order.balanced() ? classes.added(rows) : rows,
          kept ->
              new CutDecisions(
                  order.anew(decisions, kept, plan.fraction(), policy.metric()), null, kept));
    }
    if (!order.showsWhatFloorsDisplace()) {
      return new CutDecisions(order.stored(decisions, plan.kept()), null, null);
    }
    Dataset<Row> rows =
        decisions
            .join(
                classes.ofExamples(tables.read(Examples.SPEC, examplesVersion)),
                col("id").equalTo(col(BalanceClasses.EXAMPLE)),
                "left")
            .drop(BalanceClasses.EXAMPLE);
    return kept(
        rows,
        kept -> {
          Dataset<Row> cut = order.floored(classes.ofJoined(kept), plan.ranked(), plan.kept());
          return new CutDecisions(
              cut.select(Columns.of(Decisions.SPEC)),
              cut.where(col(ShiftTable.GROUP).isNotNull()),
              kept);
        });
  }

  /** Keeps the rows, and lets them go where nothing could be decided. */
  private static CutDecisions kept(
      Dataset<Row> rows, Function<Dataset<Row>, CutDecisions> decision) {
    Dataset<Row> kept = rows.persist();
    try {
      return decision.apply(kept);
    } catch (RuntimeException e) {
      kept.unpersist();
      throw e;
    }
  }

  @Override
  public void close() {
    if (persisted != null) {
      persisted.unpersist();
    }
  }
}
