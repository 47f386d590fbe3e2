package dev.winnow.jobs.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.StructField;

/** A look at a table at a version: its definition, its size and a few of its rows. No Spark job. */
public final class TableLook {

  private static final String CONSTRAINT = "delta.constraints.";

  private final Configuration conf;
  private final String path;
  private final long version;
  private final TableHistory.Definition definition;

  TableLook(Configuration conf, String path, long version, TableHistory.Definition definition) {
    this.conf = conf;
    this.path = path;
    this.version = version;
    this.definition = definition;
  }

  /**
   * A column.
   *
   * @param type name of its type in SQL
   * @param comment empty without one
   */
  public record Field(String name, String type, boolean nullable, String comment) {}

  public String path() {
    return path;
  }

  public long version() {
    return version;
  }

  public int reader() {
    return definition.protocol().path("minReaderVersion").asInt();
  }

  public int writer() {
    return definition.protocol().path("minWriterVersion").asInt();
  }

  /** Returns the sentence that says what a row is; empty without one. */
  public String description() {
    return definition.metadata().path("description").asText("");
  }

  public List<Field> columns() {
    List<Field> columns = new ArrayList<>();
    for (StructField field : definition.content().schema().fields()) {
      columns.add(
          new Field(
              field.name(),
              field.dataType().catalogString(),
              field.nullable(),
              field.getComment().isDefined() ? field.getComment().get() : ""));
    }
    return columns;
  }

  /** Returns the CHECK constraints: conditions by name. */
  public Map<String, String> rules() {
    Map<String, String> rules = new TreeMap<>();
    settings()
        .forEach(
            (name, value) -> {
              if (name.startsWith(CONSTRAINT)) {
                rules.put(name.substring(CONSTRAINT.length()), value);
              }
            });
    return rules;
  }

  /** Returns the properties without the constraints. */
  public Map<String, String> properties() {
    Map<String, String> properties = settings();
    properties.keySet().removeIf(name -> name.startsWith(CONSTRAINT));
    return properties;
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    Iterator<String> names = definition.metadata().path("configuration").fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      settings.put(name, definition.metadata().path("configuration").path(name).asText());
    }
    return settings;
  }

  public int files() {
    return definition.content().data().size();
  }

  public long bytes() {
    return definition.content().data().stream().mapToLong(file -> Math.max(0, file.bytes())).sum();
  }

  /** Returns the number of rows as the writers counted it; empty if one did not. */
  public OptionalLong rows() {
    return definition.content().rows();
  }

  /**
   * Reads the first rows of the first files: values by column name, nulls left out. A binary value
   * is a byte array, a list is a list, a nested value is its text.
   *
   * @param most number of rows
   */
  public List<Map<String, Object>> first(int most) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Path file : definition.content().files().stream().sorted().toList()) {
      if (rows.size() >= most) {
        break;
      }
      try (ParquetReader<Group> reader =
          ParquetReader.builder(new GroupReadSupport(), file).withConf(conf).build()) {
        for (Group row = reader.read(); row != null && rows.size() < most; row = reader.read()) {
          rows.add(values(row));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("can't read " + file, e);
      }
    }
    return rows;
  }

  private static Map<String, Object> values(Group row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Type type : row.getType().getFields()) {
      if (row.getFieldRepetitionCount(type.getName()) > 0) {
        values.put(type.getName(), value(row, type));
      }
    }
    return values;
  }

  private static Object value(Group row, Type type) {
    if (type.isPrimitive()) {
      return value(row, type.getName(), 0, type.asPrimitiveType());
    }
    Group inner = row.getGroup(type.getName(), 0);
    GroupType repeated = type.asGroupType();
    if (repeated.getFieldCount() != 1 || repeated.getType(0).isPrimitive()) {
      return inner.toString();
    }
    String list = repeated.getFieldName(0);
    GroupType element = repeated.getType(0).asGroupType();
    if (element.getFieldCount() != 1 || !element.getType(0).isPrimitive()) {
      return inner.toString();
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < inner.getFieldRepetitionCount(list); i++) {
      Group entry = inner.getGroup(list, i);
      String name = element.getFieldName(0);
      values.add(
          entry.getFieldRepetitionCount(name) == 0
              ? null
              : value(entry, name, 0, element.getType(0).asPrimitiveType()));
    }
    return values;
  }

  private static Object value(Group row, String name, int at, PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> row.getBoolean(name, at);
      case INT32 -> row.getInteger(name, at);
      case INT64 ->
          type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation
              ? StoredRow.timestamp(row.getLong(name, at)).toInstant()
              : row.getLong(name, at);
      case FLOAT -> row.getFloat(name, at);
      case DOUBLE -> row.getDouble(name, at);
      case INT96 -> StoredRow.timestamp(NanoTime.fromBinary(row.getInt96(name, at))).toInstant();
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          type.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation
              ? row.getBinary(name, at).toStringUsingUTF8()
              : row.getBinary(name, at).getBytes();
    };
  }
}
