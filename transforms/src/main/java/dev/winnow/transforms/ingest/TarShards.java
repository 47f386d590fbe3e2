package dev.winnow.transforms.ingest;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * WebDataset shards: tar files, plain or gzip, in which the members of a sample follow each other
 * and share their name up to its first dot. One task a shard, read in one pass; a sample is held in
 * memory, a shard is not.
 */
final class TarShards {

  private final InputSpec spec;
  private final Broadcast<HadoopConf> conf;

  TarShards(InputSpec spec, Broadcast<HadoopConf> conf) {
    this.spec = spec;
    this.conf = conf;
  }

  JavaRDD<Row> read(JavaSparkContext context, InputFiles files) {
    InputSpec what = spec;
    Broadcast<HadoopConf> shipped = conf;
    return context
        .parallelize(files.files(), files.files().size())
        .flatMap(file -> new TarSamples(what, file, Streams.open(shipped.value().get(), file)));
  }
}
