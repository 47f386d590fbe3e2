package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.FileBytes;
import dev.winnow.transforms.ingest.files.HadoopConf;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.task.Batched;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * Reads a tree of image files. The label is the parent folder, and null for files in the input path
 * itself.
 */
final class ImageFolder {

  private static final long PIECE_BYTES = 16L << 20;
  private static final int PIECE_FILES = 256;

  private final InputSpec spec;
  private final Broadcast<HadoopConf> conf;

  ImageFolder(InputSpec spec, Broadcast<HadoopConf> conf) {
    this.spec = spec;
    this.conf = conf;
  }

  JavaRDD<Row> read(JavaSparkContext context, InputFiles files) {
    List<List<InputFiles.InputFile>> pieces = files.pieces(PIECE_BYTES, PIECE_FILES);
    long maxBytes = spec.maxBytes();
    Broadcast<HadoopConf> shipped = conf;
    return context
        .parallelize(pieces, pieces.size())
        .flatMap(List::iterator)
        .flatMap(
            file ->
                Counted.whole(
                    file,
                    Batched.map(
                        List.of(file).iterator(),
                        one -> row(one, shipped.value().get(), maxBytes))));
  }

  private static Row row(InputFiles.InputFile file, Configuration conf, long maxBytes) {
    FileBytes.Outcome read = FileBytes.read(conf, file.uri(), maxBytes);
    RawRow row =
        read.code() == null
            ? RawRow.image(
                file.relativePath(), file.uri(), read.bytes(), label(file.relativePath()))
            : RawRow.refused(file.relativePath(), file.uri(), read.code(), read.message());
    return row.row();
  }

  private static String label(String relativePath) {
    int end = relativePath.lastIndexOf('/');
    if (end < 0) {
      return null;
    }
    return relativePath.substring(relativePath.lastIndexOf('/', end - 1) + 1, end);
  }
}
