package dev.winnow.transforms.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.ingest.files.FileBytes;
import dev.winnow.transforms.ingest.files.HadoopConf;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.task.RowValues;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads rows of Parquet files or of a Delta table. The content is one of: image bytes, a struct of
 * bytes and path as on the Hugging Face hub, the path of an image file, a text, an image with a
 * text, or a precomputed embedding. The source names file and row.
 */
final class TableRows {

  private final InputSpec spec;
  private final Broadcast<HadoopConf> conf;

  TableRows(InputSpec spec, Broadcast<HadoopConf> conf) {
    this.spec = spec;
    this.conf = conf;
  }

  Dataset<Row> readFiles(SparkSession spark, InputFiles files) {
    String[] uris = files.files().stream().map(InputFiles.InputFile::uri).toArray(String[]::new);
    return read(spark.read().parquet(uris), relative(spark, files));
  }

  /**
   * Reads a Delta table. Compaction renames the files of a table, so their names are not part of an
   * id.
   */
  Dataset<Row> readTable(Dataset<Row> table) {
    return read(table, lit(""));
  }

  private Dataset<Row> read(Dataset<Row> rows, Column path) {
    StructType schema = rows.schema();
    Column content = column(schema, spec.contentColumn(), "content");
    DataType type = schema.apply(spec.contentColumn()).dataType();
    Column nothing = lit(null);
    Column text = nothing.cast("string");
    Column bytes = nothing.cast("binary");
    Column vector = nothing.cast("array<float>");
    Column file = nothing.cast("string");
    switch (spec.modality()) {
      case TEXT -> {
        require(type instanceof StringType, "a string", type);
        text = content;
      }
      case EMBEDDING -> {
        require(
            type instanceof ArrayType array
                && (array.elementType().equals(DataTypes.FloatType)
                    || array.elementType().equals(DataTypes.DoubleType)),
            "an array of float or double",
            type);
        vector = content.cast("array<float>");
      }
      case IMAGE, PAIR -> {
        if (type instanceof StructType fields
            && Arrays.asList(fields.fieldNames()).contains("bytes")) {
          bytes = content.getField("bytes");
        } else if (type instanceof BinaryType) {
          bytes = content;
        } else {
          require(type instanceof StringType, "bytes, a struct with bytes, or a path", type);
          file = content;
        }
      }
    }
    Column missing = text.isNull().and(bytes.isNull()).and(vector.isNull()).and(file.isNull());
    Column textMissing = lit(false);
    if (spec.modality() == Modality.PAIR) {
      text = column(schema, spec.textColumn(), "text");
      DataType words = schema.apply(spec.textColumn()).dataType();
      require(spec.textColumn(), words instanceof StringType, "a string", words);
      textMissing = text.isNull();
    }
    Dataset<Row> raw =
        rows.select(
            optional(schema, spec.id(), "id").as("claimed_id"),
            path.as("path"),
            lit("").as("member"),
            concat_ws("#", decoded(col("_metadata.file_path")), col("_metadata.row_index"))
                .as("source"),
            text.as("text"),
            bytes.as("content"),
            vector.as("vector"),
            optional(schema, spec.label(), "label").as("label"),
            metadata(schema).as("metadata"),
            when(missing.or(textMissing), lit("missing_content")).as("code"),
            when(missing, lit("column " + spec.contentColumn() + " must not be null"))
                .when(textMissing, lit("column " + spec.textColumn() + " must not be null"))
                .as("message"),
            file.as("file"));
    return type instanceof StringType && spec.modality().hasImage()
        ? openFiles(rows.sparkSession(), raw)
        : raw.drop("file");
  }

  /** Reads the image files that the rows name. */
  private Dataset<Row> openFiles(SparkSession spark, Dataset<Row> raw) {
    Broadcast<HadoopConf> shipped = conf;
    long maxBytes = spec.maxBytes();
    return spark.createDataFrame(
        raw.toJavaRDD()
            .map(
                row -> {
                  Object[] values = RowValues.first(row, RawRow.SCHEMA.length());
                  String name = row.getAs("file");
                  if (name != null && row.getAs("code") == null) {
                    FileBytes.Outcome read =
                        FileBytes.read(
                            shipped.value().get(),
                            FileBytes.resolve(row.getAs("source"), name),
                            maxBytes);
                    values[RawRow.SCHEMA.fieldIndex("content")] = read.bytes();
                    values[RawRow.SCHEMA.fieldIndex("code")] = read.code();
                    values[RawRow.SCHEMA.fieldIndex("message")] = read.message();
                  }
                  return RowFactory.create(values);
                }),
        RawRow.SCHEMA);
  }

  private static Column relative(SparkSession spark, InputFiles files) {
    Map<String, String> relative = new HashMap<>();
    files.files().forEach(f -> relative.put(f.uri(), f.relativePath()));
    if (relative.size() == 1) {
      return lit(files.files().get(0).relativePath());
    }
    Broadcast<Map<String, String>> shipped =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(relative);
    return udf((UDF1<String, String>) uri -> shipped.value().get(uri), DataTypes.StringType)
        .apply(decoded(col("_metadata.file_path")));
  }

  /**
   * Turns Spark's encoded URIs such as {@code file:///x%20y} into Hadoop's form {@code file:/x y}.
   */
  private static Column decoded(Column uri) {
    return udf(
            (UDF1<String, String>) encoded -> new Path(URI.create(encoded)).toString(),
            DataTypes.StringType)
        .apply(uri);
  }

  private Column metadata(StructType schema) {
    List<Column> scalars = new ArrayList<>();
    for (StructField field : schema.fields()) {
      boolean used =
          field.name().equals(spec.id())
              || field.name().equals(spec.label())
              || field.name().equals(spec.contentColumn())
              || field.name().equals(spec.textColumn());
      DataType type = field.dataType();
      boolean scalar =
          !(type instanceof StructType)
              && !(type instanceof ArrayType)
              && !(type instanceof BinaryType)
              && !(type instanceof MapType);
      if (!used && scalar) {
        scalars.add(quoted(field.name()));
      }
    }
    return scalars.isEmpty()
        ? lit("{}")
        : coalesce(to_json(struct(scalars.toArray(Column[]::new))), lit("{}"));
  }

  private Column optional(StructType schema, String name, String key) {
    return name == null ? lit(null).cast("string") : column(schema, name, key).cast("string");
  }

  private Column column(StructType schema, String name, String key) {
    if (!Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new InputMismatch(
          "input."
              + key
              + " must name a column of the input, got "
              + name
              + "; the columns are "
              + String.join(", ", schema.fieldNames()));
    }
    return quoted(name);
  }

  private static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  private void require(boolean holds, String rule, DataType type) {
    require(spec.contentColumn(), holds, rule, type);
  }

  private void require(String column, boolean holds, String rule, DataType type) {
    if (!holds) {
      throw new InputMismatch(
          "column "
              + column
              + " must be "
              + rule
              + " for modality "
              + spec.modality().label()
              + ", got "
              + type.simpleString());
    }
  }
}
