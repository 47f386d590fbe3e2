package dev.winnow.schemas;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Contract of one table: its name, its columns in order with the key first, and its row rules.
 *
 * @param name name of the table, and of its folder below {@code WAREHOUSE/NAME/}
 * @param comment one sentence that says what a row is
 * @param columns columns in the order of the table
 * @param rules conditions on each row, which become CHECK constraints
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

  /** Returns the columns as a Spark schema, comments included. */
  public StructType schema() {
    return new StructType(columns.stream().map(Column::field).toArray(StructField[]::new));
  }

  /** Returns the names of the columns in order. */
  public String[] columnNames() {
    return columns.stream().map(Column::name).toArray(String[]::new);
  }
}
