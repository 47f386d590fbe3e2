package dev.winnow.jobs.tables;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Compares the data files of a table with the files and sizes that its log names. */
final class TableFiles {

  private final SparkSession spark;
  private final String table;

  TableFiles(SparkSession spark, String table) {
    this.spark = spark;
    this.table = table;
  }

  /**
   * Data files of a version.
   *
   * @param present files with the size that was written
   * @param lost files that are gone or have another size
   */
  record State(List<Path> present, List<Path> lost) {}

  /**
   * Returns true when every data file of a version is there with the size that was written. Where
   * the log's commits do not name the files, Delta names them, and their sizes are not compared.
   */
  boolean intact(CommitLog log, long version) {
    return state(log, version).map(state -> state.lost().isEmpty()).orElseGet(() -> found(version));
  }

  /** Compares the files of a version; empty if the log's commits do not name them. */
  Optional<State> state(CommitLog log, long version) {
    return log.content(version)
        .map(
            content -> {
              Map<String, Long> sizes = sizes();
              List<Path> present = new ArrayList<>();
              List<Path> lost = new ArrayList<>();
              for (TableContent.DataFile file : content.data()) {
                Long size = sizes.get(file.path().getName());
                boolean sound = size != null && (file.bytes() < 0 || file.bytes() == size);
                (sound ? present : lost).add(file.path());
              }
              return new State(present, lost);
            });
  }

  /** Returns the sizes of the files in the folder by name; Winnow's tables have no partitions. */
  private Map<String, Long> sizes() {
    Path folder = new Path(table);
    Map<String, Long> sizes = new HashMap<>();
    try {
      for (FileStatus file : fileSystem(folder).listStatus(folder)) {
        sizes.put(file.getPath().getName(), file.getLen());
      }
      return sizes;
    } catch (FileNotFoundException e) {
      return sizes;
    } catch (IOException e) {
      throw new UncheckedIOException("can't list table " + table, e);
    }
  }

  private boolean found(long version) {
    try {
      for (String file :
          spark.read().format("delta").option("versionAsOf", version).load(table).inputFiles()) {
        Path path = new Path(java.net.URI.create(file));
        if (!fileSystem(path).exists(path)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("can't look for the files of table " + table, e);
    }
  }

  private FileSystem fileSystem(Path path) throws IOException {
    return path.getFileSystem(spark.sparkContext().hadoopConfiguration());
  }
}
