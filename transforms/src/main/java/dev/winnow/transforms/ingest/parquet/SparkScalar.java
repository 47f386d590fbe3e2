package dev.winnow.transforms.ingest.parquet;

import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Texts of a column of scalars, in the forms of {@link ScalarForms}.
 *
 * @param text text of each row; null where there is none
 * @param bad true in rows whose value has no text
 * @param code quarantine code of such rows
 */
public record SparkScalar(Column text, Column bad, String code) {

  /** Code of bytes that are not UTF-8. */
  public static final String BAD_UTF8 = "bad_utf8";

  /** Code of a number that is no id. */
  public static final String BAD_ID = "bad_id";

  /** No column: null in each row. */
  public static final SparkScalar NONE = good(lit(null).cast("string"));

  /** Returns texts that are all good. */
  public static SparkScalar good(Column text) {
    return new SparkScalar(text, lit(false), BAD_UTF8);
  }

  /**
   * Returns the texts of a field.
   *
   * @param id true for ids, which floating-point numbers are if they are whole
   */
  public static SparkScalar of(SparkColumns.SparkField field, boolean id) {
    Column column = field.column();
    DataType type = field.type();
    if (type instanceof StringType || type instanceof BinaryType) {
      Column text =
          udf(
                  (UDF1<byte[], String>) bytes -> bytes == null ? null : ScalarForms.utf8(bytes),
                  DataTypes.StringType)
              .apply(column.cast("binary"));
      return new SparkScalar(text, column.isNotNull().and(text.isNull()), BAD_UTF8);
    }
    if (id && (type instanceof DoubleType || type instanceof FloatType)) {
      Column number = column.cast("double");
      Column text =
          udf(
                  (UDF1<Double, String>) value -> value == null ? null : ScalarForms.wholeId(value),
                  DataTypes.StringType)
              .apply(number);
      // pandas writes a missing number as NaN.
      Column bad = number.isNotNull().and(not(isnan(number))).and(text.isNull());
      return new SparkScalar(text, bad, BAD_ID);
    }
    if (type instanceof DecimalType) {
      return good(
          udf(
                  (UDF1<BigDecimal, String>)
                      value -> value == null ? null : ScalarForms.decimal(value),
                  DataTypes.StringType)
              .apply(column));
    }
    return good(plain(column, type).cast("string"));
  }

  /** Returns the message for rows with a bad value. */
  public String message(String name) {
    return message(code, name);
  }

  /** Returns the message for a bad value. */
  public static String message(String code, String name) {
    return code.equals(BAD_ID)
        ? "column "
            + name
            + " must hold whole numbers below 2^53 where its type is floating-point; write ids as"
            + " integers or strings"
        : "column " + name + " must hold UTF-8, got other bytes";
  }

  /** Returns a field as it stands in the metadata: bytes in Base64, times as texts. */
  public static Column json(SparkColumns.SparkField field) {
    if (field.type() instanceof BinaryType) {
      return udf((UDF1<byte[], String>) ScalarForms::base64, DataTypes.StringType)
          .apply(field.column());
    }
    return plain(field.column(), field.type());
  }

  /** Returns times as texts, and other values as they are. */
  private static Column plain(Column column, DataType type) {
    if (type instanceof TimestampType) {
      return udf(
              (UDF1<Long, String>) micros -> micros == null ? null : ScalarForms.instant(micros),
              DataTypes.StringType)
          .apply(unix_micros(column));
    }
    if (type.typeName().equals("timestamp_ntz")) {
      return udf(
              (UDF1<LocalDateTime, String>) time -> time == null ? null : ScalarForms.local(time),
              DataTypes.StringType)
          .apply(column);
    }
    return column;
  }
}
