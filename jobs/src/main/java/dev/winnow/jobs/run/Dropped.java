package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.schemas.Examples;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Examples that deduplication has dropped so far.
 *
 * @param duplicates version of table {@code duplicates}; null for no such table
 * @param leaks version of table {@code evaluation_leaks}; null for no such table
 * @param rows rows of both
 */
public record Dropped(Long duplicates, Long leaks, long rows) {

  private static final String GONE = "winnow_gone";

  /** Dropped examples of a run that drops none. */
  public static final Dropped NONE = new Dropped(null, null, 0);

  /** Returns the tables that a finished stage wrote its dropped rows to. */
  static Dropped of(StageResult<?> stage) {
    return new Dropped(
        stage.versions().get(Duplicates.SPEC.name()),
        stage.versions().get(EvaluationLeaks.SPEC.name()),
        stage.rows());
  }

  /**
   * Returns the rows whose ids no table of dropped rows has. Costs one anti-join for each table.
   *
   * @param rows with a column {@code id}
   */
  public Dataset<Row> remaining(TableStore tables, Dataset<Row> rows) {
    Dataset<Row> left = rows;
    if (duplicates != null) {
      left = antiJoin(left, tables.read(Duplicates.SPEC, duplicates));
    }
    if (leaks != null) {
      left = antiJoin(left, tables.read(EvaluationLeaks.SPEC, leaks));
    }
    return left;
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
