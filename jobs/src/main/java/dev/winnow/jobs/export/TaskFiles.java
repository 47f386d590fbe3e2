package dev.winnow.jobs.export;

import dev.winnow.transforms.ingest.files.HadoopConf;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * Files that tasks write, one for each partition, as streams. Each attempt of a task writes a file
 * of its own, and only the files of attempts that succeeded count.
 */
final class TaskFiles {

  private static final int BUFFER = 1 << 20;

  /** Writes the rows of one file. */
  interface Writer extends Serializable {
    /** Writes rows in their order, and returns their number; may close the stream. */
    long write(Iterator<Row> rows, FSDataOutputStream out) throws IOException;
  }

  /**
   * A written file.
   *
   * @param path absolute URI
   * @param rows number of its rows
   */
  record Written(String path, long rows) implements Serializable {}

  /**
   * Writes one file for each partition. Costs one Spark job.
   *
   * @param rows rows in their partitions
   * @param folder folder of the files, on any Hadoop file system
   * @return files in the order of the partitions
   */
  static List<Written> write(
      JavaSparkContext context, JavaRDD<Row> rows, String folder, Writer writer) {
    Broadcast<HadoopConf> conf = context.broadcast(new HadoopConf(context.hadoopConfiguration()));
    return rows.mapPartitionsWithIndex(
            (index, part) -> {
              Path path =
                  new Path(
                      folder,
                      String.format(
                          Locale.ROOT, "part-%05d-%d", index, TaskContext.get().taskAttemptId()));
              FileSystem fs = plain(path.getFileSystem(conf.value().get()));
              long written;
              try (FSDataOutputStream out = fs.create(path, true, BUFFER)) {
                written = writer.write(part, out);
              }
              return List.of(new Written(path.toString(), written)).iterator();
            },
            true)
        .collect();
  }

  /** Returns a file system that writes no checksum files, for which other readers have no use. */
  static FileSystem plain(FileSystem fs) {
    return fs instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : fs;
  }

  private TaskFiles() {}
}
