package dev.winnow.transforms.ingest;

import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads input rows as they are: columns {@code claimed_id}, {@code path}, {@code source}, {@code
 * text}, {@code content}, {@code vector}, {@code label}, {@code metadata}, {@code code}, {@code
 * message}. A row that can't be read has a code and a message; it never fails the job. Lazy: no
 * Spark job, but the footer of a parquet file is read for its schema.
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
   * @param table the rows of format {@code DELTA}, at the version of the spec
   */
  public RawReader(InputSpec spec, Supplier<Dataset<Row>> table) {
    this.spec = spec;
    this.table = table;
  }

  /**
   * @throws InputMismatch when a column that the recipe names is missing or of a type that cannot
   *     be read
   */
  public Dataset<Row> read(SparkSession spark, InputFiles files) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<HadoopConf> conf =
        context.broadcast(new HadoopConf(spark.sparkContext().hadoopConfiguration()));
    return switch (spec.format()) {
      case IMAGES ->
          spark.createDataFrame(new ImageFolder(spec, conf).read(context, files), RawRow.SCHEMA);
      case IDX -> spark.createDataFrame(new IdxFiles(conf).read(context, files), RawRow.SCHEMA);
      case JSONL -> spark.createDataFrame(new JsonLines(spec).read(context, files), RawRow.SCHEMA);
      case WEBDATASET ->
          spark.createDataFrame(new TarShards(spec, conf).read(context, files), RawRow.SCHEMA);
      case CSV ->
          spark.createDataFrame(new CsvFiles(spec, conf).read(context, files), RawRow.SCHEMA);
      case NPY ->
          spark.createDataFrame(new NpyFiles(spec, conf).read(context, files), RawRow.SCHEMA);
      case PARQUET -> new TableRows(spec, conf).ofFiles(spark, files);
      case DELTA -> new TableRows(spec, conf).ofTable(table.get());
    };
  }
}
