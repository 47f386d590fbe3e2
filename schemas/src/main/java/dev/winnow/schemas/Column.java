package dev.winnow.schemas;

import java.util.Objects;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * Column of a table contract.
 *
 * @param name name of the column, lower snake case
 * @param type portable type: no user-defined type, no timestamp without zone; a vector is an {@code
 *     array<float>} without null elements
 * @param nullable true where null has a meaning, which the comment gives
 * @param comment one sentence for the data dictionary, with meaning, unit and range
 */
public record Column(String name, DataType type, boolean nullable, String comment) {

  public Column {
    Objects.requireNonNull(type, "type");
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("name must be lower snake case, got " + name);
    }
    if (comment.isBlank()) {
      throw new IllegalArgumentException("comment of column " + name + " must not be blank");
    }
  }

  static Column required(String name, DataType type, String comment) {
    return new Column(name, type, false, comment);
  }

  static Column optional(String name, DataType type, String comment) {
    return new Column(name, type, true, comment);
  }

  StructField field() {
    return new StructField(name, type, nullable, Metadata.empty()).withComment(comment);
  }
}
