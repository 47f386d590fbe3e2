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
 * Gives a row that has no value of a metric the mean of those that have one, so that it ranks
 * between the easy and the hard.
 *
 * <p>Values are summed as whole steps of 2^-24, so no mean depends on the order of the rows; below
 * 64, 2^33 rows can be summed. One job over the rows, which are computed again afterwards.
 */
public final class MeanOfOthers {

  private static final double STEPS = 0x1p24;

  private final List<String> columns;

  /**
   * @param columns of doubles, below 64 in magnitude or null
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
      sums.add(sum(rint(col(column).multiply(STEPS)).cast("long")));
      sums.add(count(col(column)));
    }
    Row found = rows.agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new)).first();
    Dataset<Row> filled = rows;
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      if (found.isNullAt(2 * i)) {
        throw new IllegalArgumentException(column + " must have a value in some row, got none");
      }
      double mean = found.getLong(2 * i) / STEPS / found.getLong(2 * i + 1);
      filled = filled.withColumn(column, coalesce(col(column), lit(mean)));
    }
    return filled;
  }
}
