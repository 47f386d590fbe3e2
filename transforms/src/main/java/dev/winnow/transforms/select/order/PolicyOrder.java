package dev.winnow.transforms.select.order;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * An order of rows that is not yet sorted.
 *
 * @param rows the rows, with columns added that the keys read
 * @param keys what to sort by, best kept first; no two rows have the same
 * @param dropped the reason of a row that a cut drops
 * @param group int column of groups, each with a threshold of its own; null for one threshold
 * @param details figures of the order, JSON-able
 */
public record PolicyOrder(
    Dataset<Row> rows,
    List<Column> keys,
    Column dropped,
    Column group,
    Map<String, Object> details) {

  public PolicyOrder {
    keys = List.copyOf(keys);
    details = Map.copyOf(details);
  }

  public PolicyOrder(Dataset<Row> rows, List<Column> keys, Column dropped) {
    this(rows, keys, dropped, null, Map.of());
  }
}
