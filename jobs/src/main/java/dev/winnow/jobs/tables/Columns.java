package dev.winnow.jobs.tables;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.schemas.TableSpec;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The columns of a contract as expressions. */
public final class Columns {

  /** Returns the columns of a table in their order. */
  public static Column[] of(TableSpec spec) {
    return spec.columns().stream().map(c -> col(c.name())).toArray(Column[]::new);
  }

  /**
   * Returns the rows with the columns of a contract in their order. An optional column that the
   * version lacks, because an earlier build wrote it, is null in every row. Lazy: starts no Spark
   * job.
   *
   * @throws IllegalArgumentException if the version lacks a required column
   */
  public static Dataset<Row> complete(Dataset<Row> rows, TableSpec spec) {
    Set<String> present = Set.of(rows.columns());
    Column[] columns =
        spec.columns().stream()
            .map(
                c -> {
                  if (present.contains(c.name())) {
                    return col(c.name());
                  }
                  if (!c.nullable()) {
                    throw new IllegalArgumentException(
                        "table " + spec.name() + " must have column " + c.name());
                  }
                  return lit(null).cast(c.type()).as(c.name());
                })
            .toArray(Column[]::new);
    return rows.select(columns);
  }

  private Columns() {}
}
