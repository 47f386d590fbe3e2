package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.TableSpec;
import org.apache.spark.sql.Column;

/** The columns of a contract as expressions. */
final class Columns {

  static Column[] of(TableSpec spec) {
    return spec.columns().stream().map(c -> col(c.name())).toArray(Column[]::new);
  }

  private Columns() {}
}
