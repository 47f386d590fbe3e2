package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.HadoopConf;
import dev.winnow.transforms.ingest.files.InputFiles;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * Reads formats that need one pass from the beginning of a file to its end: one task per file, with
 * one row in memory at a time.
 */
final class WholeFiles {

  /** Opens a file as an iterator over its rows. */
  interface Reader extends Serializable {
    Iterator<Row> rows(InputFiles.InputFile file, Configuration conf);
  }

  static JavaRDD<Row> read(
      JavaSparkContext context,
      List<InputFiles.InputFile> files,
      Broadcast<HadoopConf> conf,
      Reader reader) {
    return context
        .parallelize(files, files.size())
        .flatMap(file -> Counted.whole(file, reader.rows(file, conf.value().get())));
  }

  private WholeFiles() {}
}
