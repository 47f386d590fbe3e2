package dev.winnow.transforms.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.ingest.files.FileBytes;
import dev.winnow.transforms.ingest.files.FolderColumns;
import dev.winnow.transforms.ingest.files.HadoopConf;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.ListedFiles;
import dev.winnow.transforms.ingest.parquet.ColumnKind;
import dev.winnow.transforms.ingest.parquet.Columns;
import dev.winnow.transforms.ingest.parquet.ParquetColumns;
import dev.winnow.transforms.ingest.parquet.SparkColumns;
import dev.winnow.transforms.ingest.parquet.SparkScalar;
import dev.winnow.transforms.task.RowValues;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.apache.spark.sql.types.DataTypes;

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
  }

  /** Reads parquet files. */
  Dataset<Row> readFiles(SparkSession spark, List<InputFiles.InputFile> files) {
    String[] paths =
        files.stream().map(file -> ListedFiles.path(file.uri())).toArray(String[]::new);
    return read(
        spark
            .read()
            .options(ListedFiles.OPTIONS)
            // Days before 1582 are those of the file, whoever wrote it.
            .option("datetimeRebaseMode", "CORRECTED")
            .option("int96RebaseMode", "CORRECTED")
            .schema(columns.readable())
            .parquet(paths),
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
    SparkColumns table = new SparkColumns(rows.schema());
    TableColumns checked = new TableColumns(spec, table, nulls, place);
    ColumnKind kind = checked.content("content", spec.contentColumn());
    Column content = kind == null ? null : table.field(spec.contentColumn()).column();
    Column nothing = lit(null);
    SparkScalar text = SparkScalar.NONE;
    Column bytes = nothing.cast("binary");
    Column vector = nothing.cast("array<float>");
    Column file = nothing.cast("string");
    if (kind != null) {
      switch (spec.modality()) {
        case TEXT -> text = SparkScalar.of(table.field(spec.contentColumn()), false);
        case EMBEDDING -> vector = content.cast("array<float>");
        case IMAGE, PAIR -> {
          if (kind == ColumnKind.BYTES_IN_STRUCT) {
            bytes = content.getField("bytes");
          } else if (kind == ColumnKind.BYTES) {
            bytes = content;
          } else {
            file = content;
          }
        }
      }
    }
    boolean pair = spec.modality() == Modality.PAIR;
    if (pair && checked.content("text", spec.textColumn()) != null) {
      text = SparkScalar.of(table.field(spec.textColumn()), false);
    }
    Column noText = text.text().isNull().and(not(text.bad()));
    Column missing =
        spec.modality() == Modality.TEXT
            ? noText
            : bytes.isNull().and(vector.isNull()).and(file.isNull());
    Column textMissing = pair ? noText : lit(false);
    SparkScalar id = scalar(checked, table, "id", spec.id(), uri);
    SparkScalar label = scalar(checked, table, "label", spec.label(), uri);
    String textName = pair ? spec.textColumn() : spec.contentColumn();
    Dataset<Row> raw =
        rows.select(
            id.text().as("claimed_id"),
            path.as("path"),
            lit("").as("member"),
            concat_ws("#", decoded(col("_metadata.file_path")), col("_metadata.row_index"))
                .as("source"),
            col("_metadata.row_index").cast("long").as("position"),
            text.text().as("text"),
            bytes.as("content"),
            vector.as("vector"),
            label.text().as("label"),
            metadata(table, path).as("metadata"),
            when(missing.or(textMissing), lit("missing_content"))
                .when(id.bad(), lit(id.code()))
                .when(label.bad().or(text.bad()), lit("bad_utf8"))
                .as("code"),
            when(missing, lit("column " + spec.contentColumn() + " must not be null"))
                .when(textMissing, lit("column " + spec.textColumn() + " must not be null"))
                .when(id.bad(), lit(id.message(spec.id())))
                .when(label.bad(), lit(label.message(spec.label())))
                .when(text.bad(), lit(text.message(textName)))
                .as("message"),
            uri.as(Counted.FILE),
            file.as("named"));
    return kind == ColumnKind.TEXT && spec.modality().hasImage()
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

  private Column metadata(SparkColumns table, Column path) {
    List<Column> scalars = new ArrayList<>();
    for (String folder : FolderColumns.of(place).keySet()) {
      if (columns != null && !isUsed(folder) && !columns.names().contains(folder)) {
        scalars.add(folder(path, folder).as(folder));
      }
    }
    for (String name : table.names()) {
      Columns.Field field = table.find(name);
      if (!isUsed(name) && field.kind().isScalar()) {
        scalars.add(SparkScalar.json(table.field(name)).as(name));
      }
    }
    return scalars.isEmpty()
        ? lit("{}")
        : coalesce(to_json(struct(scalars.toArray(Column[]::new))), lit("{}"));
  }

  private boolean isUsed(String name) {
    return TableColumns.named(spec).contains(name);
  }

  /** Returns the value that a folder of the file holds for a column. */
  private static Column folder(Column path, String name) {
    return udf(
            (UDF1<String, String>) file -> FolderColumns.of(file).get(name), DataTypes.StringType)
        .apply(path);
  }

  /** Returns an id or a label; nothing without a column. */
  private static SparkScalar scalar(
      TableColumns checked, SparkColumns table, String key, String name, Column uri) {
    if (checked.scalar(key, name) != null) {
      return SparkScalar.of(table.field(name), key.equals("id"));
    }
    boolean folder = name != null && !checked.isNull(name);
    return folder ? SparkScalar.good(folder(uri, name)) : SparkScalar.NONE;
  }
}
