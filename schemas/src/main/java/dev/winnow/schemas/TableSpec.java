package dev.winnow.schemas;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The contract of one table: name, columns in order with the key first, and row rules.
 *
 * @param name folder below {@code WAREHOUSE/NAME/}
 * @param comment one sentence: what a row is
 * @param columns in the order of the table
 * @param rules CHECK constraints
 */
public record TableSpec(String name, String comment, List<Column> columns, List<RowRule> rules) {

  public TableSpec {
    columns = List.copyOf(columns);
    rules = List.copyOf(rules);
    Set<String> names = columns.stream().map(Column::name).collect(Collectors.toSet());
    if (names.size() != columns.size()) {
      throw new IllegalArgumentException("columns of table " + name + " must have distinct names");
    }
  }

  /** The columns as Spark sees them, comments included. */
  public StructType schema() {
    return new StructType(columns.stream().map(Column::field).toArray(StructField[]::new));
  }

  /** Column names in order. */
  public String[] columnNames() {
    return columns.stream().map(Column::name).toArray(String[]::new);
  }
}
