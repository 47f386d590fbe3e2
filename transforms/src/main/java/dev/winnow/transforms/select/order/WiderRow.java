package dev.winnow.transforms.select.order;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** A row with values behind. */
public final class WiderRow {

  /**
   * @param width how many of the row's values stay, the first
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
