package dev.winnow.jobs.tables;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.JulianFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Current row of a file that is being read. Columns are numbered in the order of the request; each
 * holds numbers, texts, booleans or times.
 */
public final class StoredRow {

  private final List<String> names;

  /** Null for a column that the file does not have. */
  private final ColumnReader[] columns;

  StoredRow(List<String> names, ColumnReader[] columns) {
    this.names = names;
    this.columns = columns;
  }

  void next() {
    for (int i = 0; i < columns.length; i++) {
      if (!isNull(i)) {
        // Does nothing if the value was read.
        columns[i].skip();
      }
      if (columns[i] != null) {
        columns[i].consume();
      }
    }
  }

  boolean isNull(int column) {
    return columns[column] == null
        || columns[column].getCurrentDefinitionLevel()
            < columns[column].getDescriptor().getMaxDefinitionLevel();
  }

  public int getInt(int column) {
    return columns[column].getInteger();
  }

  public long getLong(int column) {
    return columns[column].getLong();
  }

  public double getDouble(int column) {
    return columns[column].getDouble();
  }

  /** Returns the text of a column that is not null. */
  public String getString(int column) {
    return columns[column].getBinary().toStringUsingUTF8();
  }

  /**
   * Returns true when a column has a value.
   *
   * @param value a {@link Binary} or an {@link Integer}, like the column
   */
  boolean has(int column, Object value) {
    return !isNull(column)
        && (value instanceof Integer
            ? value.equals(columns[column].getInteger())
            : value.equals(columns[column].getBinary()));
  }

  /**
   * Returns the values by column name, nulls included, in the Java types that Spark returns for
   * them.
   */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < columns.length; i++) {
      values.put(names.get(i), isNull(i) ? null : value(columns[i]));
    }
    return values;
  }

  private static Object value(ColumnReader column) {
    PrimitiveType type = column.getDescriptor().getPrimitiveType();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> column.getBoolean();
      case INT32 -> column.getInteger();
      case INT64 ->
          type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation
              ? timestamp(column.getLong())
              : column.getLong();
      case FLOAT -> column.getFloat();
      case DOUBLE -> column.getDouble();
      case INT96 -> timestamp(NanoTime.fromBinary(column.getBinary()));
      case BINARY ->
          type.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation
              ? column.getBinary().toStringUsingUTF8()
              : column.getBinary().getBytes();
      case FIXED_LEN_BYTE_ARRAY ->
          throw new IllegalArgumentException("no table has a column of type " + type);
    };
  }

  /**
   * @param micros microseconds since 1970
   */
  static Timestamp timestamp(long micros) {
    return Timestamp.from(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  static Timestamp timestamp(NanoTime time) {
    return Timestamp.from(
        LocalDate.EPOCH
            .with(JulianFields.JULIAN_DAY, time.getJulianDay())
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant()
            .plusNanos(time.getTimeOfDayNanos()));
  }
}
