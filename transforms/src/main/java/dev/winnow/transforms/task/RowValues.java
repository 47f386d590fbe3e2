package dev.winnow.transforms.task;

import java.util.Arrays;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Builds rows from another row's values and some new values. The results have no schema. */
public final class RowValues {

  /** Returns the row with values added at its end. */
  public static Row append(Row row, Object... more) {
    return appendToFirst(row, row.length(), more);
  }

  /**
   * Returns the first values of the row, followed by others.
   *
   * @param width number of the row's values that stay
   */
  public static Row appendToFirst(Row row, int width, Object... more) {
    Object[] values = Arrays.copyOf(first(row, width), width + more.length);
    System.arraycopy(more, 0, values, width, more.length);
    return RowFactory.create(values);
  }

  /** Returns the row with the value at one index replaced. */
  public static Row replace(Row row, int index, Object value) {
    Object[] values = first(row, row.length());
    values[index] = value;
    return RowFactory.create(values);
  }

  /** Returns a copy of the first {@code width} values of the row. */
  public static Object[] first(Row row, int width) {
    Object[] values = new Object[width];
    for (int i = 0; i < width; i++) {
      values[i] = row.get(i);
    }
    return values;
  }

  private RowValues() {}
}
