package dev.winnow.schemas;

import java.util.Objects;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * One column of a table contract.
 *
 * @param name column name, lower snake case
 * @param type portable type: no user-defined type, no timestamp without zone, vectors as {@code
 *     array<float>} without null elements
 * @param nullable whether null has a meaning here; the comment says which
 * @param comment one sentence for the data dictionary: meaning, unit, range
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
    return new StructField(name, type, nullable, org.apache.spark.sql.types.Metadata.empty())
        .withComment(comment);
  }
}
