package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.parquet.FolderColumns;
import dev.winnow.transforms.ingest.parquet.ParquetColumns;
import java.util.Arrays;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Checks of the columns that a recipe names against those of a table.
 *
 * @param columns columns of a parquet file; null for a Delta table
 * @param nulls columns without any value
 * @param place name of the table or of one of the files, for messages
 */
record TableColumns(InputSpec spec, ParquetColumns columns, Set<String> nulls, String place) {

  /**
   * Checks the columns that the recipe names.
   *
   * @throws InputMismatch if a column is missing, or its type can't be read
   */
  void check() {
    StructType schema = columns.readable();
    content(schema, "content", spec.contentColumn());
    if (spec.modality() == Modality.PAIR) {
      content(schema, "text", spec.textColumn());
    }
    scalar(schema, "id", spec.id());
    scalar(schema, "label", spec.label());
  }

  /**
   * Checks the column of ids or labels.
   *
   * @return its type; null if a folder's name holds it, or the recipe names none
   */
  DataType scalar(StructType schema, String key, String name) {
    if (name == null || columns != null && nulls.contains(name)) {
      return null;
    }
    if (columns != null && !columns.contains(name) && FolderColumns.of(place).containsKey(name)) {
      return null;
    }
    DataType type = type(schema, key, name);
    require(
        key,
        name,
        type != null && (isScalar(type) || type instanceof BinaryType),
        "a string, a number or another scalar",
        type);
    return type;
  }

  /**
   * Checks a column of contents.
   *
   * @return its type; null if the column has no value, or is read by Parquet's own reader
   */
  DataType content(StructType schema, String key, String name) {
    if (nulls.contains(name) || columns != null && columns.isHalves(name) && isVector(key)) {
      return null;
    }
    DataType type = type(schema, key, name);
    if (spec.modality() == Modality.TEXT || key.equals("text")) {
      require(key, name, type instanceof StringType, "a string", type);
    } else if (isVector(key)) {
      boolean floats =
          type instanceof ArrayType array
              && (array.elementType().equals(DataTypes.FloatType)
                  || array.elementType().equals(DataTypes.DoubleType));
      require(key, name, floats, "an array of float16, float or double", type);
    } else {
      boolean image =
          type instanceof StringType
              || type instanceof BinaryType
              || type instanceof StructType fields
                  && Arrays.asList(fields.fieldNames()).contains("bytes");
      require(key, name, image, "bytes, a struct with bytes, or a path", type);
    }
    return type;
  }

  private boolean isVector(String key) {
    return spec.modality() == Modality.EMBEDDING && key.equals("content");
  }

  /** Returns the type of a column; null if Spark can't read it. */
  private DataType type(StructType schema, String key, String name) {
    if (Arrays.asList(schema.fieldNames()).contains(name)) {
      return schema.apply(name).dataType();
    }
    if (columns != null && columns.contains(name)) {
      return null;
    }
    throw new InputMismatch(
        "input."
            + key
            + " must name a column of the input, got "
            + name
            + "; the columns of "
            + place
            + " are "
            + (columns == null ? String.join(", ", schema.fieldNames()) : columns.names()));
  }

  private void require(String key, String column, boolean holds, String rule, DataType type) {
    if (!holds) {
      throw new InputMismatch(
          "column "
              + column
              + " of "
              + place
              + " must be "
              + rule
              + " for modality "
              + spec.modality().label()
              + ", got "
              + (type == null ? columns.type(column) : type.simpleString())
              + "; convert it when you write the file, or name another column in input."
              + key);
    }
  }

  static boolean isScalar(DataType type) {
    return !(type instanceof StructType)
        && !(type instanceof ArrayType)
        && !(type instanceof BinaryType)
        && !(type instanceof MapType);
  }
}
