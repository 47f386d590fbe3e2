package dev.winnow.transforms.task;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;

import org.apache.spark.sql.Column;

/** Columns whose absence stops the job: a null would drop rows from joins without a word. */
public final class Required {

  /** The value, or a failure that says what is wrong. */
  public static Column value(Column value, String otherwise) {
    return coalesce(value, raise_error(lit(otherwise)));
  }

  /** The value, or a failure that ends in the id of the row. */
  public static Column value(Column value, String otherwise, Column id) {
    return coalesce(value, raise_error(concat(lit(otherwise), id)));
  }

  private Required() {}
}
