package dev.winnow.transforms.select.order;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Appends values to a row. */
public final class WiderRow {

  /**
   * Returns a row of the first values of another row, and more values behind them.
   *
   * @param width number of values that are taken from the row
   */
  public static Row of(Row row, int width, Object... more) {
    Object[] values = new Object[width + more.length];
    for (int i = 0; i < width; i++) {
      values[i] = row.get(i);
    }
    System.arraycopy(more, 0, values, width, more.length);
    return RowFactory.create(values);
  }

  private WiderRow() {}
}
