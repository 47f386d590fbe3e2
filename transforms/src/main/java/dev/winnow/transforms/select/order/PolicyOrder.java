package dev.winnow.transforms.select.order;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Order of rows that are not sorted yet.
 *
 * @param rows the rows, with the columns that the keys read
 * @param keys sort keys, which put the rows to keep first; no two rows have equal keys
 * @param dropped reason of a row that a cut drops
 * @param group int column of groups, where each group has its own threshold; null for one threshold
 * @param figures figures of the order for the run record, by name
 */
public record PolicyOrder(
    Dataset<Row> rows,
    List<Column> keys,
    Column dropped,
    Column group,
    Map<String, Number> figures) {

  public PolicyOrder {
    keys = List.copyOf(keys);
    figures = Map.copyOf(figures);
  }

  /** Creates an order with one threshold and without figures. */
  public PolicyOrder(Dataset<Row> rows, List<Column> keys, Column dropped) {
    this(rows, keys, dropped, null, Map.of());
  }
}
