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
import dev.winnow.transforms.ingest.files.ListedFiles;
import dev.winnow.transforms.ingest.parquet.FolderColumns;
import dev.winnow.transforms.ingest.parquet.ParquetColumns;
import dev.winnow.transforms.task.RowValues;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
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

  /** Columns of a parquet file; null for a Delta table. */
  private final ParquetColumns columns;

  private final Set<String> nulls;
  private final String place;
  private final TableColumns checked;

  /** Makes a reader of a Delta table. */
  TableRows(InputSpec spec, Broadcast<HadoopConf> conf) {
    this(spec, conf, null, Set.of(), "the table");
  }

  /**
   * Makes a reader of parquet files with equal columns.
   *
   * @param nulls columns without any value
   * @param place name of one of the files, for messages
   */
  TableRows(
      InputSpec spec,
      Broadcast<HadoopConf> conf,
      ParquetColumns columns,
      Set<String> nulls,
      String place) {
    this.spec = spec;
    this.conf = conf;
    this.columns = columns;
    this.nulls = nulls;
    this.place = place;
    this.checked = new TableColumns(spec, columns, nulls, place);
  }

  /**
   * Checks the columns that the recipe names.
   *
   * @throws InputMismatch if a column is missing, or its type can't be read
   */
  void check() {
    checked.check();
  }

  /** Reads parquet files. */
  Dataset<Row> readFiles(SparkSession spark, List<InputFiles.InputFile> files) {
    String[] paths =
        files.stream().map(file -> ListedFiles.path(file.uri())).toArray(String[]::new);
    return read(
        spark.read().options(ListedFiles.OPTIONS).schema(columns.readable()).parquet(paths),
        relative(spark, files),
        decoded(col("_metadata.file_path")));
  }

  /**
   * Reads a Delta table. Compaction renames the files of a table, so their names are not part of an
   * id.
   *
   * @param uri URI of the table
   */
  Dataset<Row> readTable(Dataset<Row> table, String uri) {
    return read(table, lit(""), lit(uri));
  }

  /**
   * Reads rows.
   *
   * @param path path of the row's file below the input path
   * @param uri the file's URI, whose folders may hold columns
   */
  private Dataset<Row> read(Dataset<Row> rows, Column path, Column uri) {
    StructType schema = rows.schema();
    DataType type = checked.content(schema, "content", spec.contentColumn());
    Column content = type == null ? null : quoted(spec.contentColumn());
    Column nothing = lit(null);
    Column text = nothing.cast("string");
    Column bytes = nothing.cast("binary");
    Column vector = nothing.cast("array<float>");
    Column file = nothing.cast("string");
    if (type != null) {
      switch (spec.modality()) {
        case TEXT -> text = content;
        case EMBEDDING -> vector = content.cast("array<float>");
        case IMAGE, PAIR -> {
          if (type instanceof StructType) {
            bytes = content.getField("bytes");
          } else if (type instanceof BinaryType) {
            bytes = content;
          } else {
            file = content;
          }
        }
      }
    }
    Column missing = text.isNull().and(bytes.isNull()).and(vector.isNull()).and(file.isNull());
    Column textMissing = lit(false);
    if (spec.modality() == Modality.PAIR) {
      text =
          checked.content(schema, "text", spec.textColumn()) == null
              ? nothing.cast("string")
              : quoted(spec.textColumn());
      textMissing = text.isNull();
    }
    Column badId = badBytes(schema, spec.id());
    Column badLabel = badBytes(schema, spec.label());
    Dataset<Row> raw =
        rows.select(
            scalar(schema, "id", spec.id(), uri).as("claimed_id"),
            path.as("path"),
            lit("").as("member"),
            concat_ws("#", decoded(col("_metadata.file_path")), col("_metadata.row_index"))
                .as("source"),
            col("_metadata.row_index").cast("long").as("position"),
            text.as("text"),
            bytes.as("content"),
            vector.as("vector"),
            scalar(schema, "label", spec.label(), uri).as("label"),
            metadata(schema, path).as("metadata"),
            when(missing.or(textMissing), lit("missing_content"))
                .when(badId.or(badLabel), lit("bad_utf8"))
                .as("code"),
            when(missing, lit("column " + spec.contentColumn() + " must not be null"))
                .when(textMissing, lit("column " + spec.textColumn() + " must not be null"))
                .when(badId, lit("column " + spec.id() + " must hold UTF-8, got other bytes"))
                .when(badLabel, lit("column " + spec.label() + " must hold UTF-8, got other bytes"))
                .as("message"),
            uri.as(Counted.FILE),
            file.as("named"));
    return type instanceof StringType && spec.modality().hasImage()
        ? openFiles(rows.sparkSession(), raw)
        : raw.drop("named");
  }

  /** Reads the image files that the rows name. */
  private Dataset<Row> openFiles(SparkSession spark, Dataset<Row> raw) {
    Broadcast<HadoopConf> shipped = conf;
    long maxBytes = spec.maxBytes();
    return spark.createDataFrame(
        raw.toJavaRDD()
            .map(
                row -> {
                  Object[] values = RowValues.first(row, Counted.SCHEMA.length());
                  String name = row.getAs("named");
                  if (name != null && row.getAs("code") == null) {
                    FileBytes.Outcome read =
                        FileBytes.readNamed(
                            shipped.value().get(), row.getAs("source"), name, maxBytes);
                    values[RawRow.SCHEMA.fieldIndex("content")] = read.bytes();
                    values[RawRow.SCHEMA.fieldIndex("code")] = read.code();
                    values[RawRow.SCHEMA.fieldIndex("message")] = read.message();
                  }
                  return RowFactory.create(values);
                }),
        Counted.SCHEMA);
  }

  private static Column relative(SparkSession spark, List<InputFiles.InputFile> files) {
    Map<String, String> relative = new HashMap<>();
    files.forEach(f -> relative.put(f.uri(), f.relativePath()));
    if (relative.size() == 1) {
      return lit(files.get(0).relativePath());
    }
    Broadcast<Map<String, String>> shipped =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(relative);
    return udf((UDF1<String, String>) uri -> shipped.value().get(uri), DataTypes.StringType)
        .apply(decoded(col("_metadata.file_path")));
  }

  /**
   * Turns Spark's encoded URIs such as {@code file:///x%20y} into Hadoop's form {@code file:/x y},
   * and those of listed files into the URIs of the listing.
   */
  private static Column decoded(Column uri) {
    return udf(
            (UDF1<String, String>)
                encoded -> ListedFiles.uri(new Path(URI.create(encoded)).toString()),
            DataTypes.StringType)
        .apply(uri);
  }

  private Column metadata(StructType schema, Column path) {
    List<Column> scalars = new ArrayList<>();
    Set<String> names = new HashSet<>(Arrays.asList(schema.fieldNames()));
    for (String folder : FolderColumns.of(place).keySet()) {
      if (columns != null && !isUsed(folder) && !names.contains(folder)) {
        scalars.add(folder(path, folder).as(folder));
      }
    }
    for (StructField field : schema.fields()) {
      if (!isUsed(field.name()) && TableColumns.isScalar(field.dataType())) {
        scalars.add(quoted(field.name()));
      }
    }
    return scalars.isEmpty()
        ? lit("{}")
        : coalesce(to_json(struct(scalars.toArray(Column[]::new))), lit("{}"));
  }

  private boolean isUsed(String name) {
    return name.equals(spec.id())
        || name.equals(spec.label())
        || name.equals(spec.contentColumn())
        || name.equals(spec.textColumn());
  }

  /** Returns the value that a folder of the file holds for a column. */
  private static Column folder(Column path, String name) {
    return udf(
            (UDF1<String, String>) file -> FolderColumns.of(file).get(name), DataTypes.StringType)
        .apply(path);
  }

  /** Returns the text of an id or a label; null without a column. */
  private Column scalar(StructType schema, String key, String name, Column uri) {
    DataType type = checked.scalar(schema, key, name);
    if (name == null || nulls.contains(name)) {
      return lit(null).cast("string");
    }
    if (type == null) {
      return folder(uri, name);
    }
    return type instanceof BinaryType ? strict(quoted(name)) : quoted(name).cast("string");
  }

  /** Returns true in rows whose bytes are no text. */
  private Column badBytes(StructType schema, String name) {
    boolean bytes =
        name != null
            && Arrays.asList(schema.fieldNames()).contains(name)
            && schema.apply(name).dataType() instanceof BinaryType;
    return bytes ? quoted(name).isNotNull().and(strict(quoted(name)).isNull()) : lit(false);
  }

  private static Column strict(Column bytes) {
    return udf(
            (UDF1<byte[], String>)
                value ->
                    value == null
                        ? null
                        : Strict.decode(value, 0, value.length, StandardCharsets.UTF_8),
            DataTypes.StringType)
        .apply(bytes);
  }

  private static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }
}
