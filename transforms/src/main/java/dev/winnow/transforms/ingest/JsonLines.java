package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.task.Batched;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.hadoop.util.StringUtils;
import org.apache.spark.api.java.JavaNewHadoopRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Reads lines of JSON objects, plain or gzip, through Hadoop's text input. Many tasks read a large
 * plain file. The source names the line by the offset of its first byte (after unzipping).
 */
final class JsonLines {

  private final InputSpec spec;

  JsonLines(InputSpec spec) {
    this.spec = spec;
  }

  JavaRDD<Row> read(JavaSparkContext context, InputFiles files) {
    Configuration conf = new Configuration(context.hadoopConfiguration());
    StringBuilder paths = new StringBuilder();
    Map<String, String> relative = new HashMap<>();
    for (InputFiles.InputFile file : files.files()) {
      paths.append(paths.length() == 0 ? "" : ",").append(StringUtils.escapeString(file.uri()));
      relative.put(file.uri(), file.relativePath());
    }
    conf.set("mapreduce.input.fileinputformat.inputdir", paths.toString());
    JavaNewHadoopRDD<LongWritable, Text> lines =
        (JavaNewHadoopRDD<LongWritable, Text>)
            context.newAPIHadoopRDD(conf, TextInputFormat.class, LongWritable.class, Text.class);
    JsonLine parser = new JsonLine(spec);
    return lines.mapPartitionsWithInputSplit(
        (split, records) -> {
          String uri = ((FileSplit) split).getPath().toString();
          String path = relative.get(uri);
          return Batched.map(records, record -> row(parser, uri, path, record));
        },
        true);
  }

  private static Row row(
      JsonLine parser, String uri, String path, Tuple2<LongWritable, Text> record) {
    return parser.parse(record._2().copyBytes(), path, uri + "#" + record._1().get()).row();
  }
}
