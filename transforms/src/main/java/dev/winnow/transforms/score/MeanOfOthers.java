package dev.winnow.transforms.score;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fills missing values of a metric with the mean of the other rows, so that a row without a value
 * ranks between the easy and the hard rows.
 *
 * <p>Values are summed as whole steps of 2^-24, so the mean does not depend on the order of the
 * rows; a sum of doubles would. Sums of up to 2^33 rows fit, as values are below 64. Cost: one job
 * over the rows, which are computed again afterwards.
 */
public final class MeanOfOthers {

  private static final double STEPS = 0x1p24;

  private final List<String> columns;

  /**
   * @param columns names of double columns, with values below 64 in magnitude or null
   */
  public MeanOfOthers(List<String> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * Returns the rows without nulls in the columns.
   *
   * @throws IllegalArgumentException when a column has no value at all
   */
  public Dataset<Row> apply(Dataset<Row> rows) {
    if (columns.isEmpty()) {
      return rows;
    }
    List<Column> sums = new ArrayList<>();
    for (String column : columns) {
      // Adding whole numbers is exact, so partitions and their order change no bit of the sum.
      sums.add(sum(rint(col(column).multiply(STEPS)).cast("long")));
      sums.add(count(col(column)));
    }
    Row totals = rows.agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new)).first();
    Dataset<Row> filled = rows;
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      if (totals.isNullAt(2 * i)) {
        throw new IllegalArgumentException(column + " must have a value in some row, got none");
      }
      double mean = totals.getLong(2 * i) / STEPS / totals.getLong(2 * i + 1);
      filled = filled.withColumn(column, coalesce(col(column), lit(mean)));
    }
    return filled;
  }
}
