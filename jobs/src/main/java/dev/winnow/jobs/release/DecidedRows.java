package dev.winnow.jobs.release;

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
