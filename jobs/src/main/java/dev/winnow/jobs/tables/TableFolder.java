package dev.winnow.jobs.tables;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Files on disk below a folder of tables, whatever the logs say about them. */
public final class TableFolder {

  /** Names of data files, as Spark, Delta and this program give them. */
  private static final Pattern DATA = Pattern.compile("part-.+\\.parquet");

  private final Configuration conf;
  private final String folder;

  TableFolder(Configuration conf, String folder) {
    this.conf = conf;
    this.folder = folder;
  }

  /**
   * A data file in the folder of a table.
   *
   * @param bytes its size
   * @param modified time of its last change, in milliseconds since 1970
   */
  public record DataFile(String name, long bytes, long modified) {}

  /**
   * Content of the folder of a table.
   *
   * @param data files that are named like data files
   * @param unknown number of other files and folders, hidden ones left out
   */
  public record Listing(List<DataFile> data, int unknown) {}

  /** Lists the folder of a table, without folders in it; empty if there is none. */
  public Listing list(String table) {
    List<DataFile> data = new ArrayList<>();
    int unknown = 0;
    Path path = new Path(folder, table);
    try {
      for (FileStatus file : path.getFileSystem(conf).listStatus(path)) {
        String name = file.getPath().getName();
        if (file.isFile() && DATA.matcher(name).matches()) {
          data.add(new DataFile(name, file.getLen(), file.getModificationTime()));
        } else if (!name.startsWith("_") && !name.startsWith(".")) {
          unknown++;
        }
      }
      return new Listing(data, unknown);
    } catch (FileNotFoundException e) {
      return new Listing(List.of(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("can't list " + path, e);
    }
  }

  /** Returns the names of the folders in this one, hidden ones left out, sorted. */
  public List<String> folders() {
    Path path = new Path(folder);
    try {
      return Arrays.stream(path.getFileSystem(conf).listStatus(path))
          .filter(FileStatus::isDirectory)
          .map(file -> file.getPath().getName())
          .filter(name -> !name.startsWith("_") && !name.startsWith("."))
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("can't list " + path, e);
    }
  }

  /** Returns the bytes of all files below the folder; one listing for each folder. */
  public long bytes() {
    return bytes(new Path(folder));
  }

  /** Returns the bytes that drivers that died have left in the staging folders. */
  public long stagingBytes() {
    return bytes(new Path(folder, Staging.ROOT));
  }

  private long bytes(Path path) {
    try {
      return path.getFileSystem(conf).getContentSummary(path).getLength();
    } catch (FileNotFoundException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("can't list " + path, e);
    }
  }

  /**
   * Deletes a data file of a table, with its checksum where the file system keeps one.
   *
   * @return false if it was gone already
   */
  public boolean delete(String table, DataFile file) {
    Path path = new Path(new Path(folder, table), file.name());
    try {
      FileSystem fs = path.getFileSystem(conf);
      return fs.delete(path, false);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + path, e);
    }
  }
}
