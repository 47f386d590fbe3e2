package dev.winnow.transforms.ingest.parquet;

import java.util.Arrays;
import java.util.Locale;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Kinds of columns, by what a recipe may use them for. */
public enum ColumnKind {
  /** A text: an id, a label, a content, or the path of an image. */
  TEXT,
  /** Bytes of an image; an id or a label where they are UTF-8. */
  BYTES,
  /** A number, a date or another scalar: an id or a label. */
  SCALAR,
  /** A list of numbers: an embedding. */
  NUMBERS,
  /** A struct with the bytes of an image in a field {@code bytes}. */
  BYTES_IN_STRUCT,
  /** Other lists, structs and maps: no column of a recipe. */
  OTHER;

  /** Bytes of a float16. */
  private static final int HALF = 2;

  private static final String BYTES_FIELD = "bytes";

  /** Returns true for values that are no lists, structs or maps. */
  public boolean isScalar() {
    return this == TEXT || this == BYTES || this == SCALAR;
  }

  static ColumnKind of(DataType type) {
    if (type instanceof StringType) {
      return TEXT;
    }
    if (type instanceof BinaryType) {
      return BYTES;
    }
    if (type instanceof ArrayType array) {
      return array.elementType() instanceof NumericType ? NUMBERS : OTHER;
    }
    if (type instanceof StructType struct) {
      boolean bytes =
          Arrays.asList(struct.fieldNames()).contains(BYTES_FIELD)
              && struct.apply(BYTES_FIELD).dataType() instanceof BinaryType;
      return bytes ? BYTES_IN_STRUCT : OTHER;
    }
    return type instanceof MapType || type.typeName().equals("variant") ? OTHER : SCALAR;
  }

  /** Returns the kind of a column of a parquet file. */
  public static ColumnKind of(Type type) {
    ListShape list = ListShape.of(type);
    if (list != null) {
      PrimitiveType element = primitive(list.element());
      return element != null && isNumber(element) ? NUMBERS : OTHER;
    }
    if (!type.isPrimitive()) {
      boolean bytes =
          type.asGroupType().containsField(BYTES_FIELD)
              && type.asGroupType().getType(BYTES_FIELD).isPrimitive()
              && of(type.asGroupType().getType(BYTES_FIELD)) == BYTES;
      return bytes ? BYTES_IN_STRUCT : OTHER;
    }
    LogicalTypeAnnotation form = type.getLogicalTypeAnnotation();
    if (form instanceof StringLogicalTypeAnnotation
        || form instanceof EnumLogicalTypeAnnotation
        || form instanceof JsonLogicalTypeAnnotation) {
      return TEXT;
    }
    PrimitiveTypeName name = type.asPrimitiveType().getPrimitiveTypeName();
    boolean bytes =
        name == PrimitiveTypeName.BINARY || name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    return bytes && (form == null || form.toString().equals("BSON")) ? BYTES : SCALAR;
  }

  /** Returns true for a list of numbers. */
  public static boolean isList(Type type) {
    return of(type) == NUMBERS;
  }

  /** Returns the type of a list's elements, also inside a group of one field; null for others. */
  static PrimitiveType primitive(Type element) {
    if (element.isPrimitive()) {
      return element.asPrimitiveType();
    }
    boolean single = element.asGroupType().getFieldCount() == 1;
    Type field = single ? element.asGroupType().getType(0) : null;
    return field != null && field.isPrimitive() && !field.isRepetition(Type.Repetition.REPEATED)
        ? field.asPrimitiveType()
        : null;
  }

  private static boolean isNumber(PrimitiveType type) {
    LogicalTypeAnnotation form = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case FLOAT, DOUBLE -> true;
      case INT32, INT64 ->
          form == null
              || form instanceof IntLogicalTypeAnnotation
              || form instanceof DecimalLogicalTypeAnnotation;
      case BINARY -> form instanceof DecimalLogicalTypeAnnotation;
      case FIXED_LEN_BYTE_ARRAY -> form instanceof DecimalLogicalTypeAnnotation || isHalf(type);
      default -> false;
    };
  }

  /** Returns true for float16; the annotation is absent where the Parquet library has none. */
  static boolean isHalf(PrimitiveType type) {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
        && type.getTypeLength() == HALF
        && (type.getLogicalTypeAnnotation() == null
            || type.getLogicalTypeAnnotation()
                .toString()
                .toUpperCase(Locale.ROOT)
                .startsWith("FLOAT16"));
  }
}
