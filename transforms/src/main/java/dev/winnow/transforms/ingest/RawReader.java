package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.HadoopConf;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.Streams;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads input rows unchecked, with the columns {@code claimed_id}, {@code path}, {@code source},
 * {@code text}, {@code content}, {@code vector}, {@code label}, {@code metadata}, {@code code},
 * {@code message}. A row that can't be read has a code and a message, and never fails the job.
 * Lazy: starts no Spark job, but reads the footer of a parquet file for its schema.
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
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<HadoopConf> conf =
        context.broadcast(new HadoopConf(spark.sparkContext().hadoopConfiguration()));
    // A local variable, so that tasks get the specification without this reader and its table.
    InputSpec shipped = spec;
    return switch (spec.format()) {
      case IMAGES ->
          spark.createDataFrame(new ImageFolder(spec, conf).read(context, files), RawRow.SCHEMA);
      case IDX ->
          readWhole(spark, files.files(), conf, (file, hadoop) -> new IdxRows(file, hadoop));
      case JSONL -> spark.createDataFrame(new JsonLines(spec).read(context, files), RawRow.SCHEMA);
      case WEBDATASET ->
          readWhole(
              spark,
              files.files(),
              conf,
              (file, hadoop) -> new TarSamples(shipped, file, Streams.open(hadoop, file)));
      case CSV ->
          readWhole(
              spark, files.files(), conf, (file, hadoop) -> new CsvRecords(shipped, file, hadoop));
      case NPY ->
          readWhole(
              spark,
              NpyFiles.matrices(spec, files),
              conf,
              (file, hadoop) -> new NpyRows(shipped, file, hadoop));
      case PARQUET -> new TableRows(spec, conf).readFiles(spark, files);
      case DELTA -> new TableRows(spec, conf).readTable(table.get());
      case SAMPLE -> throw new IllegalStateException("an input spec of format SAMPLE");
    };
  }

  private static Dataset<Row> readWhole(
      SparkSession spark,
      List<InputFiles.InputFile> files,
      Broadcast<HadoopConf> conf,
      WholeFiles.Reader reader) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(WholeFiles.read(context, files, conf, reader), RawRow.SCHEMA);
  }
}
