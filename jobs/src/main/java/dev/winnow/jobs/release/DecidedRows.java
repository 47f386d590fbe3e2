package dev.winnow.jobs.release;

import static org.apache.spark.sql.functions.lit;

import dev.winnow.jobs.tables.Columns;
import dev.winnow.schemas.Decisions;
import dev.winnow.transforms.check.DecisionTotals;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Written decisions, with their counts and digest from one pass.
 *
 * @param decisions the table at its version
 */
public record DecidedRows(Dataset<Row> decisions, DecisionTotals totals, String digest) {

  /**
   * Returns stored decisions with all columns of the table. A build without splits held out no row,
   * so in its tables every row is one to train on. Lazy: starts no Spark job.
   */
  public static Dataset<Row> complete(Dataset<Row> stored) {
    boolean known = List.of(stored.columns()).contains(Decisions.SPLIT);
    return Columns.complete(
        known ? stored : stored.withColumn(Decisions.SPLIT, lit(Decisions.TRAIN)), Decisions.SPEC);
  }

  /** Counts and hashes decisions. Costs one Spark query. */
  public static DecidedRows count(Dataset<Row> decisions) {
    List<Column> columns = new ArrayList<>(ReleaseDigest.columns());
    int totals = columns.size();
    columns.addAll(DecisionTotals.columns());
    Row row =
        ReleaseDigest.withHashes(decisions)
            .agg(columns.get(0), columns.subList(1, columns.size()).toArray(Column[]::new))
            .first();
    return new DecidedRows(decisions, DecisionTotals.of(row, totals), ReleaseDigest.of(row));
  }
}
