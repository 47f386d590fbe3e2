package dev.winnow.transforms.ingest.parquet;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns of a parquet file as Spark reads them, and those that Spark can't read. */
public final class ParquetColumns {

  /** Bytes of a float16. */
  private static final int HALF = 2;

  private final MessageType schema;
  private final StructType readable;

  public ParquetColumns(MessageType schema) {
    this.schema = schema;
    ParquetToSparkSchemaConverter converter = new ParquetToSparkSchemaConverter(SQLConf.get());
    StructType columns = new StructType();
    for (Type field : schema.getFields()) {
      StructField column = column(converter, field);
      if (column != null) {
        columns = columns.add(column);
      }
    }
    this.readable = columns;
  }

  /** Returns the column of a field; null if Spark refuses the type, by an error of its own. */
  private static StructField column(ParquetToSparkSchemaConverter converter, Type field) {
    try {
      return converter.convert(new MessageType("column", field)).fields()[0];
    } catch (Exception e) {
      return null;
    }
  }

  /** Returns the columns that Spark can read, with its types. */
  public StructType readable() {
    return readable;
  }

  /** Returns true if the file has the column, of any type. */
  public boolean contains(String name) {
    return schema.containsField(name);
  }

  /** Returns the names of all columns, with commas between them. */
  public String names() {
    return String.join(", ", schema.getFields().stream().map(Type::getName).toList());
  }

  /** Returns the type of a column in the words of parquet. */
  public String type(String name) {
    return schema.getType(name).toString();
  }

  /** Returns true if two names differ in case only, which Spark's reader refuses. */
  public boolean hasTwins() {
    Set<String> names = new HashSet<>();
    return schema.getFields().stream()
        .anyMatch(field -> !names.add(field.getName().toLowerCase(Locale.ROOT)));
  }

  /** Returns true if the column is an array of float16. */
  public boolean isHalves(String name) {
    if (!contains(name)) {
      return false;
    }
    PrimitiveType element = element(schema.getType(name));
    return element != null
        && element.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
        && element.getTypeLength() == HALF;
  }

  /** Returns the type of an array's elements; null for other types. */
  private static PrimitiveType element(Type type) {
    if (type.isPrimitive()) {
      return type.isRepetition(Type.Repetition.REPEATED) ? type.asPrimitiveType() : null;
    }
    if (type.asGroupType().getFieldCount() != 1) {
      return null;
    }
    Type inner = type.asGroupType().getType(0);
    if (inner.isRepetition(Type.Repetition.REPEATED) && !inner.isPrimitive()) {
      return inner.asGroupType().getFieldCount() == 1
              && inner.asGroupType().getType(0).isPrimitive()
          ? inner.asGroupType().getType(0).asPrimitiveType()
          : null;
    }
    return inner.isPrimitive() ? element(inner) : null;
  }
}
