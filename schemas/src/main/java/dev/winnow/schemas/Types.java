package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import org.apache.spark.sql.types.DataType;

/** Types and row rules that several tables share. */
final class Types {

  /** Type of a vector, which every reader understands; the elements are never null. */
  static final DataType VECTOR = createArrayType(FloatType, false);

  /** Returns the rule that a column holds 64 lower-case hexadecimal digits, or null. */
  static RowRule sha256(String column) {
    return new RowRule(
        column + "_is_sha256", column + " IS NULL OR " + column + " RLIKE '^[0-9a-f]{64}$'");
  }

  /** Returns the rule that the id is not the empty string. */
  static RowRule idIsNotEmpty() {
    return new RowRule("id_is_not_empty", "length(id) > 0");
  }

  /**
   * Returns the rule that a column holds a finite number, or null. NaN compares above every number
   * in Spark, so the upper bound refuses it too.
   */
  static RowRule finite(String column) {
    return new RowRule(
        column + "_is_finite",
        column
            + " IS NULL OR ("
            + column
            + " > double('-Infinity') AND "
            + column
            + " < double('Infinity'))");
  }

  private Types() {}
}
