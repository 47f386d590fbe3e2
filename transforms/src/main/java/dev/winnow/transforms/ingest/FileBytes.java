package dev.winnow.transforms.ingest;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Whole files through Hadoop's file systems, held against a cap before they are read. */
final class FileBytes {

  /** The bytes, or why there are none: exactly one of bytes and code is null. */
  record Outcome(byte[] bytes, String code, String message) {}

  static Outcome read(Configuration conf, String uri, long maxBytes) {
    try {
      Path path = new Path(uri);
      FileSystem fs = path.getFileSystem(conf);
      long length = fs.getFileStatus(path).getLen();
      if (length > maxBytes) {
        return new Outcome(
            null, "too_large", "file must have at most " + maxBytes + " bytes, got " + length);
      }
      try (FSDataInputStream in = fs.open(path)) {
        return new Outcome(in.readAllBytes(), null, null);
      }
    } catch (FileNotFoundException e) {
      return new Outcome(null, "unreadable", "file must exist, it is gone: " + uri);
    } catch (IllegalArgumentException e) {
      return new Outcome(null, "unreadable", "path must be a path or URI, got " + uri);
    } catch (IOException e) {
      return new Outcome(null, "unreadable", "file must be readable: " + e.getMessage());
    }
  }

  /** A file named by another one: an absolute path or URI, or relative to that one's folder. */
  static String beside(String uri, String name) {
    Path named = new Path(name);
    return named.isAbsolute() || named.toUri().getScheme() != null
        ? name
        : new Path(new Path(uri).getParent(), named).toString();
  }

  private FileBytes() {}
}
