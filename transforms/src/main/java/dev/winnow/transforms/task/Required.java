package dev.winnow.transforms.task;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;

import org.apache.spark.sql.Column;

/**
 * Columns whose nulls fail the job. Without this check, joins would silently drop rows with a null.
 */
public final class Required {

  /** Returns the value; a null fails the job with the given message. */
  public static Column value(Column value, String otherwise) {
    return coalesce(value, raise_error(lit(otherwise)));
  }

  /** Returns the value; a null fails the job with the given message and the row's id after it. */
  public static Column value(Column value, String otherwise, Column id) {
    return coalesce(value, raise_error(concat(lit(otherwise), id)));
  }

  private Required() {}
}
