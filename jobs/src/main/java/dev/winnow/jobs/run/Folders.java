package dev.winnow.jobs.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Small files and folders beside the tables, on the warehouse's file system. */
final class Folders {

  /** The absolute URI of a path, which may be relative to the working folder. */
  static String qualified(Configuration conf, String folder) {
    try {
      Path path = new Path(folder);
      FileSystem fs = path.getFileSystem(conf);
      return path.makeQualified(fs.getUri(), fs.getWorkingDirectory()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("no file system for " + folder, e);
    }
  }

  static void delete(Configuration conf, String folder) {
    try {
      Path path = new Path(folder);
      path.getFileSystem(conf).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + folder, e);
    }
  }

  static Optional<byte[]> read(Configuration conf, String file) {
    Path path = new Path(file);
    try (FSDataInputStream in = path.getFileSystem(conf).open(path)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }

  /** Writes a whole file or nothing: under another name first, then renamed. */
  static void write(Configuration conf, String file, byte[] bytes) {
    Path path = new Path(file);
    Path partial = new Path(path.getParent(), "_" + path.getName() + ".partial");
    try {
      FileSystem fs = path.getFileSystem(conf);
      fs.mkdirs(path.getParent());
      try (FSDataOutputStream out = fs.create(partial, true)) {
        out.write(bytes);
      }
      fs.delete(path, false);
      if (!fs.rename(partial, path)) {
        throw new IOException("rename of " + partial + " to " + path + " was refused");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file, e);
    }
  }

  private Folders() {}
}
