package dev.winnow.transforms.ingest.parquet;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of a table by the types of Spark.
 *
 * @param schema types of the columns
 */
public record SparkColumns(StructType schema) implements Columns {

  /**
   * A field of Spark's table.
   *
   * @param top name of the column that holds it
   * @param column its values
   * @param type its type
   */
  public record SparkField(String top, Column column, DataType type) {}

  @Override
  public Field find(String path) {
    SparkField field = field(path);
    return field == null
        ? null
        : new Field(field.top(), ColumnKind.of(field.type()), field.type().simpleString());
  }

  @Override
  public List<String> names() {
    return List.of(schema.fieldNames());
  }

  @Override
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    addPaths(schema, "", paths);
    return paths;
  }

  private static void addPaths(StructType struct, String prefix, List<String> paths) {
    for (StructField field : struct.fields()) {
      if (field.dataType() instanceof StructType fields && fields.length() > 0) {
        addPaths(fields, prefix + field.name() + ".", paths);
      } else {
        paths.add(prefix + field.name());
      }
    }
  }

  /** Returns a field; null if there is none. */
  public SparkField field(String path) {
    return FieldPath.split(
        path,
        (head, tail) -> {
          if (!Arrays.asList(schema.fieldNames()).contains(head)) {
            return null;
          }
          DataType type = schema.apply(head).dataType();
          Column column = col("`" + head.replace("`", "``") + "`");
          return tail == null
              ? new SparkField(head, column, type)
              : below(new SparkField(head, column, type), tail);
        });
  }

  private static SparkField below(SparkField field, String path) {
    return FieldPath.split(
        path,
        (head, tail) -> {
          SparkField step = step(field, head);
          return step == null || tail == null ? step : below(step, tail);
        });
  }

  private static SparkField step(SparkField field, String name) {
    if (field.type() instanceof StructType struct
        && Arrays.asList(struct.fieldNames()).contains(name)) {
      return new SparkField(
          field.top(), field.column().getField(name), struct.apply(name).dataType());
    }
    if (field.type() instanceof ArrayType array && FieldPath.isPlace(name)) {
      return new SparkField(
          field.top(), get(field.column(), lit(Integer.parseInt(name))), array.elementType());
    }
    return null;
  }
}
