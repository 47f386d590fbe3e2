package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.HadoopConf;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.stream.Compression;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * Reads lines of JSON objects, plain or compressed. Many tasks read a large plain file, each the
 * lines that begin in its piece; one task reads many small files.
 */
final class JsonLines {

  /** Bytes of a piece; also the bytes of the small files that one task reads. */
  private static final long PIECE_BYTES = 32L << 20;

  private static final int PIECE_FILES = 256;

  /** Bytes of a file from {@code start} to before {@code end}; all of a compressed file. */
  record Piece(InputFiles.InputFile file, long start, long end) implements Serializable {}

  private final InputSpec spec;
  private final Broadcast<HadoopConf> conf;

  JsonLines(InputSpec spec, Broadcast<HadoopConf> conf) {
    this.spec = spec;
    this.conf = conf;
  }

  JavaRDD<Row> read(JavaSparkContext context, InputFiles files) {
    List<List<Piece>> tasks = tasks(files.files(), PIECE_BYTES, PIECE_FILES);
    InputSpec shipped = spec;
    Broadcast<HadoopConf> hadoop = conf;
    return context
        .parallelize(tasks, Math.max(1, tasks.size()))
        .flatMap(List::iterator)
        .flatMap(
            piece ->
                Counted.part(
                    piece.file().uri(),
                    piece.file().relativePath(),
                    piece.start(),
                    Math.min(piece.end(), piece.file().length()),
                    new JsonRows(shipped, piece, hadoop.value().get())));
  }

  /** Returns the pieces of each task, in the order of the files. */
  static List<List<Piece>> tasks(List<InputFiles.InputFile> files, long bytes, int count) {
    List<List<Piece>> tasks = new ArrayList<>();
    List<Piece> task = new ArrayList<>();
    long size = 0;
    for (InputFiles.InputFile file : files) {
      for (Piece piece : pieces(file, bytes)) {
        long length = Math.min(file.length(), piece.end()) - piece.start();
        if (!task.isEmpty() && (size + length > bytes || task.size() >= count)) {
          tasks.add(task);
          task = new ArrayList<>();
          size = 0;
        }
        task.add(piece);
        size += length;
      }
    }
    if (!task.isEmpty()) {
      tasks.add(task);
    }
    return tasks;
  }

  private static List<Piece> pieces(InputFiles.InputFile file, long bytes) {
    List<Piece> pieces = new ArrayList<>();
    if (Compression.of(file.uri()) != Compression.NONE) {
      pieces.add(new Piece(file, 0, Long.MAX_VALUE));
      return pieces;
    }
    for (long start = 0; start < file.length(); start += bytes) {
      pieces.add(new Piece(file, start, Math.min(file.length(), start + bytes)));
    }
    return pieces;
  }
}
