package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.HadoopConf;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.ingest.files.InputMismatch;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads input rows unchecked, with the columns {@code claimed_id}, {@code path}, {@code source},
 * {@code position}, {@code text}, {@code content}, {@code vector}, {@code label}, {@code metadata},
 * {@code code}, {@code message}, {@code file} (the file's URI). A row that can't be read has a code
 * and a message, and never fails the job. Lazy: starts no Spark job, but reads the footers of
 * parquet files for their schemas.
 */
public final class RawReader {

  private final InputSpec spec;
  private final Supplier<Dataset<Row>> table;

  public RawReader(InputSpec spec) {
    this(
        spec,
        () -> {
          throw new IllegalStateException("format DELTA needs its table");
        });
  }

  /**
   * @param table rows of format {@code DELTA}, at the version of the specification
   */
  public RawReader(InputSpec spec, Supplier<Dataset<Row>> table) {
    this.spec = spec;
    this.table = table;
  }

  /**
   * Returns the rows of the files.
   *
   * @throws InputMismatch if a column that the recipe names is missing, or its type can't be read
   */
  public Dataset<Row> read(SparkSession spark, InputFiles files) {
    return InputAccount.rows(rows(spark, files));
  }

  /**
   * Returns the rows of the files and, among them, records of the numbers of rows that were read,
   * for {@link InputAccount}. Starts a Spark job for a Delta table, which counts its rows.
   *
   * @throws InputMismatch if a column that the recipe names is missing, or its type can't be read
   */
  public Dataset<Row> readCounted(SparkSession spark, InputFiles files) {
    Dataset<Row> rows = rows(spark, files);
    if (spec.format() != InputFormat.DELTA) {
      return rows;
    }
    Row record = Counted.record(files.files().get(0).uri(), "", 0, 0, table.get().count());
    return rows.union(spark.createDataFrame(List.of(record), Counted.SCHEMA));
  }

  private Dataset<Row> rows(SparkSession spark, InputFiles files) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<HadoopConf> conf =
        context.broadcast(new HadoopConf(spark.sparkContext().hadoopConfiguration()));
    // A local variable, so that tasks get the specification without this reader and its table.
    InputSpec shipped = spec;
    return switch (spec.format()) {
      case IMAGES ->
          spark.createDataFrame(new ImageFolder(spec, conf).read(context, files), Counted.SCHEMA);
      case IDX ->
          readWhole(
              spark, files.files(), conf, (file, hadoop) -> new IdxRows(shipped, file, hadoop));
      case JSONL ->
          spark.createDataFrame(new JsonLines(spec, conf).read(context, files), Counted.SCHEMA);
      case WEBDATASET ->
          readWhole(
              spark, files.files(), conf, (file, hadoop) -> new TarSamples(shipped, file, hadoop));
      case CSV ->
          readWhole(
              spark, files.files(), conf, (file, hadoop) -> new CsvRecords(shipped, file, hadoop));
      case NPY ->
          readWhole(
              spark,
              NpyFiles.matrices(spec, files),
              conf,
              (file, hadoop) -> new NpyRows(shipped, file, hadoop));
      case PARQUET -> new ParquetTables(spec, conf).read(spark, files.files());
      case DELTA -> new TableRows(spec, conf).readTable(table.get(), files.files().get(0).uri());
      case SAMPLE -> throw new IllegalStateException("an input spec of format SAMPLE");
    };
  }

  /** Opens a file as an iterator over its rows. */
  private interface Reader extends Serializable {
    Iterator<Row> rows(InputFiles.InputFile file, Configuration conf);
  }

  /**
   * Reads files in one pass each, from the beginning to the end, with one task for a file and one
   * row in memory at a time.
   */
  private static Dataset<Row> readWhole(
      SparkSession spark,
      List<InputFiles.InputFile> files,
      Broadcast<HadoopConf> conf,
      Reader reader) {
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(files, files.size())
            .flatMap(file -> Counted.whole(file, reader.rows(file, conf.value().get()))),
        Counted.SCHEMA);
  }
}
