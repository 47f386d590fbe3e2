package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.FileBytes;
import dev.winnow.transforms.ingest.files.HadoopConf;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.task.Batched;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * Reads a tree of image files. The label is the parent folder, and null for files in the input path
 * itself; or the value of a folder {@code label=value}, where the recipe names the label.
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
    InputSpec shipped = spec;
    files.files().forEach(this::requireLabel);
    Broadcast<HadoopConf> hadoop = conf;
    return context
        .parallelize(pieces, pieces.size())
        .flatMap(List::iterator)
        .flatMap(
            file ->
                Counted.whole(
                    file,
                    Batched.map(
                        List.of(file).iterator(), one -> row(shipped, one, hadoop.value().get()))));
  }

  private void requireLabel(InputFiles.InputFile file) {
    if (spec.label() != null && !new Folders(spec, file).has(spec.label())) {
      throw new InputMismatch(
          "input.label must name a folder "
              + spec.label()
              + "=... of each image for format images, "
              + file.uri()
              + " has none; leave input.label out to take the parent folder as the label");
    }
  }

  private static Row row(InputSpec spec, InputFiles.InputFile file, Configuration conf) {
    FileBytes.Outcome read = FileBytes.read(conf, file.uri(), spec.maxBytes());
    if (read.code() != null) {
      return RawRow.refused(file.relativePath(), file.uri(), read.code(), read.message()).row();
    }
    Folders folders = new Folders(spec, file);
    String label = spec.label() == null ? parent(file.relativePath()) : folders.get(spec.label());
    return RawRow.image(file.relativePath(), file.uri(), read.bytes(), label, folders.metadata())
        .row();
  }

  private static String parent(String relativePath) {
    int end = relativePath.lastIndexOf('/');
    if (end < 0) {
      return null;
    }
    return relativePath.substring(relativePath.lastIndexOf('/', end - 1) + 1, end);
  }
}
