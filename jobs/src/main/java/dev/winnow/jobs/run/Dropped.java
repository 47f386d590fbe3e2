package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.HeldOut;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Examples that are not fitted, ranked or kept: those that the split holds out, and those that
 * deduplication has dropped so far.
 *
 * @param heldOut version of table {@code held_out}; null for no such table
 * @param duplicates version of table {@code duplicates}; null for no such table
 * @param leaks version of table {@code evaluation_leaks}; null for no such table
 * @param heldOutRows held-out examples that have a vector
 * @param duplicateRows rows of table duplicates
 * @param leakRows rows of table evaluation_leaks
 */
public record Dropped(
    Long heldOut,
    Long duplicates,
    Long leaks,
    long heldOutRows,
    long duplicateRows,
    long leakRows) {

  private static final String GONE = "winnow_gone";

  /** Dropped examples of a run that drops none. */
  public static final Dropped NONE = new Dropped(null, null, null, 0, 0, 0);

  /** Returns the number of embedded examples that are dropped or held out. */
  public long rows() {
    return heldOutRows + duplicateRows + leakRows;
  }

  /**
   * Returns the rows whose ids no table of held-out or dropped rows has. Costs one anti-join for
   * each table.
   *
   * @param rows with a column {@code id}
   */
  public Dataset<Row> remaining(TableStore tables, Dataset<Row> rows) {
    Dataset<Row> left = rows;
    if (heldOut != null) {
      left = antiJoin(left, tables.read(HeldOut.SPEC, heldOut));
    }
    if (duplicates != null) {
      left = antiJoin(left, tables.read(Duplicates.SPEC, duplicates));
    }
    if (leaks != null) {
      left = antiJoin(left, tables.read(EvaluationLeaks.SPEC, leaks));
    }
    return left;
  }

  /**
   * Returns the rows whose ids other rows have, too.
   *
   * @param rows with a column {@code id}
   * @param others with a column {@code id}
   */
  public static Dataset<Row> semiJoin(Dataset<Row> rows, Dataset<Row> others) {
    Dataset<Row> ids = others.select(col(Examples.ID).as(GONE));
    return rows.join(ids, rows.col(Examples.ID).equalTo(ids.col(GONE)), "left_semi");
  }

  /**
   * Returns the rows whose ids other rows do not have.
   *
   * @param rows with a column {@code id}
   * @param gone with a column {@code id}
   */
  public static Dataset<Row> antiJoin(Dataset<Row> rows, Dataset<Row> gone) {
    Dataset<Row> ids = gone.select(col(Examples.ID).as(GONE));
    return rows.join(ids, rows.col(Examples.ID).equalTo(ids.col(GONE)), "left_anti");
  }
}
