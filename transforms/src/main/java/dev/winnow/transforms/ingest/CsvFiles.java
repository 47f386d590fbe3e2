package dev.winnow.transforms.ingest;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * Delimited text with a header line, plain or gzip. One task a file, read in one pass: a line break
 * inside quotes can't be told from the end of a record without reading what stands before it.
 */
final class CsvFiles {

  private final InputSpec spec;
  private final Broadcast<HadoopConf> conf;

  CsvFiles(InputSpec spec, Broadcast<HadoopConf> conf) {
    this.spec = spec;
    this.conf = conf;
  }

  JavaRDD<Row> read(JavaSparkContext context, InputFiles files) {
    InputSpec what = spec;
    Broadcast<HadoopConf> shipped = conf;
    return context
        .parallelize(files.files(), files.files().size())
        .flatMap(file -> new CsvRecords(what, file, shipped.value().get()));
  }
}
