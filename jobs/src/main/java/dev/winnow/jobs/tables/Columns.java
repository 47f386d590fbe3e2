package dev.winnow.jobs.tables;

import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.TableSpec;
import org.apache.spark.sql.Column;

/** The columns of a contract as expressions. */
public final class Columns {

  /** Returns the columns of a table in their order. */
  public static Column[] of(TableSpec spec) {
    return spec.columns().stream().map(c -> col(c.name())).toArray(Column[]::new);
  }

  private Columns() {}
}
