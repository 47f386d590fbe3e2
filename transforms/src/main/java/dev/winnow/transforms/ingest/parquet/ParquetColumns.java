package dev.winnow.transforms.ingest.parquet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns of a parquet file, and the part of them that Spark's reader gives as they are. */
public final class ParquetColumns implements Columns {

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

  @Override
  public Field find(String path) {
    FieldPath field = FieldPath.of(schema, path);
    return field == null
        ? null
        : new Field(field.steps().get(0), ColumnKind.of(field.type()), words(field.type()));
  }

  @Override
  public List<String> names() {
    return schema.getFields().stream().map(Type::getName).toList();
  }

  @Override
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    addPaths(schema, "", paths);
    return paths;
  }

  private static void addPaths(GroupType group, String prefix, List<String> paths) {
    for (Type field : group.getFields()) {
      boolean struct =
          !field.isPrimitive()
              && field.getLogicalTypeAnnotation() == null
              && ListShape.of(field) == null;
      if (struct) {
        addPaths(field.asGroupType(), prefix + field.getName() + ".", paths);
      } else {
        paths.add(prefix + field.getName());
      }
    }
  }

  /** Returns a type in a few words, such as {@code a list of int64} or {@code binary (JSON)}. */
  private static String words(Type type) {
    ListShape list = ListShape.of(type);
    if (list != null) {
      return "a list of " + words(list.element());
    }
    String form =
        type.getLogicalTypeAnnotation() == null ? "" : " (" + type.getLogicalTypeAnnotation() + ")";
    if (!type.isPrimitive()) {
      return form.isEmpty() ? "a struct" : "a group" + form;
    }
    PrimitiveType primitive = type.asPrimitiveType();
    String name = primitive.getPrimitiveTypeName().name().toLowerCase(Locale.ROOT);
    return primitive.getTypeLength() > 0
        ? name + " of " + primitive.getTypeLength() + " bytes" + form
        : name + form;
  }

  /**
   * Returns the first name that a group has twice, which no reader can tell apart; null if there is
   * none.
   */
  public String doubled() {
    return repeated(schema, false);
  }

  /**
   * Returns true if Spark's reader gives all scalars and the named fields as they are. It refuses
   * names that differ in case only, and some types.
   *
   * @param named paths that a recipe names
   */
  public boolean isForSpark(List<String> named) {
    if (repeated(schema, true) != null) {
      return false;
    }
    SparkColumns columns = new SparkColumns(readable);
    for (Type field : schema.getFields()) {
      if (ColumnKind.of(field).isScalar() && !sameKind(columns, field.getName())) {
        return false;
      }
    }
    return named.stream().allMatch(path -> find(path) == null || sameKind(columns, path));
  }

  private boolean sameKind(SparkColumns columns, String path) {
    Field there = columns.find(path);
    return there != null && there.kind() == find(path).kind();
  }

  private static String repeated(GroupType group, boolean anyCase) {
    Set<String> names = new HashSet<>();
    for (Type field : group.getFields()) {
      String name = field.getName();
      if (!names.add(anyCase ? name.toLowerCase(Locale.ROOT) : name)) {
        return name;
      }
      String below = field.isPrimitive() ? null : repeated(field.asGroupType(), anyCase);
      if (below != null) {
        return below;
      }
    }
    return null;
  }
}
