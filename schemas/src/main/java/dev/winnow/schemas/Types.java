package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import org.apache.spark.sql.types.DataType;

/** Types and rules that several tables share. */
final class Types {

  /** A vector that every reader understands; the elements are never null. */
  static final DataType VECTOR = createArrayType(FloatType, false);

  /** 64 lower-case hexadecimal digits. */
  static RowRule sha256(String column) {
    return new RowRule(
        column + "_is_sha256", column + " IS NULL OR " + column + " RLIKE '^[0-9a-f]{64}$'");
  }

  static RowRule idIsNotEmpty() {
    return new RowRule("id_is_not_empty", "length(id) > 0");
  }

  /** NaN compares above every number in Spark, so an upper bound refuses it. */
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
