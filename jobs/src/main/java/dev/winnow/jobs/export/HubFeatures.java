package dev.winnow.jobs.export;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.ingest.Modality;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Columns of a data set for the Hugging Face hub, as Parquet, as the features that its library
 * writes into the footer, and as the YAML of its card.
 *
 * @param modality modality of the rows
 * @param labels labels of the rows; no column without any
 */
record HubFeatures(Modality modality, ReleaseLabels labels) implements Serializable {

  static final String IMAGE = "image";
  static final String BYTES = "bytes";
  static final String PATH = "path";

  /** Key of the features in the footer. */
  static final String KEY = "huggingface";

  /** Kind of a column: how it is stored, and what the library makes of it. */
  private enum Kind {
    IMAGE,
    CLASS,
    STRING,
    LONG,
    INT,
    DOUBLE,
    FLOATS
  }

  private Map<String, Kind> columns() {
    Map<String, Kind> columns = new LinkedHashMap<>();
    if (modality.hasImage()) {
      columns.put(IMAGE, Kind.IMAGE);
    }
    if (modality.hasText()) {
      columns.put(Examples.TEXT, Kind.STRING);
    }
    if (modality == Modality.EMBEDDING) {
      columns.put(Sample.VECTOR, Kind.FLOATS);
    }
    if (labels.any()) {
      columns.put(Examples.LABEL, labels.classes().isEmpty() ? Kind.STRING : Kind.CLASS);
    }
    columns.put(Examples.ID, Kind.STRING);
    columns.put(Decisions.KEEP_RANK, Kind.LONG);
    columns.put(Scores.HARDNESS, Kind.DOUBLE);
    columns.put(Scores.CLUSTER_ID, Kind.INT);
    columns.put(Examples.METADATA, Kind.STRING);
    return columns;
  }

  /** Returns the columns as Parquet; all may be null, as the library expects of them. */
  MessageType schema() {
    List<Type> types = new ArrayList<>();
    columns().forEach((name, kind) -> types.add(type(name, kind)));
    return new MessageType("schema", types);
  }

  private static Type type(String name, Kind kind) {
    return switch (kind) {
      case IMAGE ->
          Types.optionalGroup()
              .optional(BINARY)
              .named(BYTES)
              .optional(BINARY)
              .as(stringType())
              .named(PATH)
              .named(name);
      case STRING -> Types.optional(BINARY).as(stringType()).named(name);
      case CLASS, LONG -> Types.optional(INT64).named(name);
      case INT -> Types.optional(INT32).named(name);
      case DOUBLE -> Types.optional(DOUBLE).named(name);
      case FLOATS -> Types.optionalList().optionalElement(FLOAT).named(name);
    };
  }

  /** Returns the JSON of key {@link #KEY}. */
  String footer() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode features = root.putObject("info").putObject("features");
    columns().forEach((name, kind) -> feature(features.putObject(name), kind));
    return root.toString();
  }

  private void feature(ObjectNode feature, Kind kind) {
    switch (kind) {
      case IMAGE -> feature.put("_type", "Image");
      case CLASS -> {
        labels.classes().forEach(feature.putArray("names")::add);
        feature.put("_type", "ClassLabel");
      }
      // Versions of the library before 4 know this name alone; later ones read it as List.
      case FLOATS -> {
        value(feature.putObject("feature"), dtype(kind));
        feature.put("_type", "Sequence");
      }
      default -> value(feature, dtype(kind));
    }
  }

  private static void value(ObjectNode feature, String dtype) {
    feature.put("dtype", dtype).put("_type", "Value");
  }

  private static String dtype(Kind kind) {
    return switch (kind) {
      case IMAGE -> "image";
      case STRING -> "string";
      case LONG, CLASS -> "int64";
      case INT -> "int32";
      case DOUBLE -> "float64";
      case FLOATS -> "float32";
    };
  }

  /** Appends the features to the YAML of a card, below {@code dataset_info}. */
  void yaml(StringBuilder card) {
    card.append("  features:\n");
    columns()
        .forEach(
            (name, kind) -> {
              card.append("  - name: ").append(name).append('\n');
              if (kind == Kind.CLASS) {
                card.append("    dtype:\n      class_label:\n        names:\n");
                for (int i = 0; i < labels.classes().size(); i++) {
                  card.append("          '").append(i).append("': ");
                  card.append(YamlText.quoted(labels.classes().get(i))).append('\n');
                }
              } else {
                card.append(kind == Kind.FLOATS ? "    sequence: " : "    dtype: ");
                card.append(dtype(kind)).append('\n');
              }
            });
  }
}
