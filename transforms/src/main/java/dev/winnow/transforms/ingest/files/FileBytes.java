package dev.winnow.transforms.ingest.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads whole files through Hadoop's file systems, after a check of their length against a cap. */
public final class FileBytes {

  /** Bytes of a file, or the reason why there are none: exactly one of bytes and code is null. */
  public record Outcome(byte[] bytes, String code, String message) {}

  /**
   * Reads a file.
   *
   * @param uri path or URI
   * @param maxBytes largest length to read
   * @return its bytes, or code {@code too_large} or {@code unreadable} with a message
   */
  public static Outcome read(Configuration conf, String uri, long maxBytes) {
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
      return new Outcome(null, "unreadable", "file must exist, there is no " + uri);
    } catch (IllegalArgumentException e) {
      return new Outcome(null, "unreadable", "path must be a path or URI, got " + uri);
    } catch (IOException e) {
      return new Outcome(null, "unreadable", "file must be readable: " + e.getMessage());
    }
  }

  /**
   * Resolves a name that stands in the file {@code uri}: an absolute path or URI stays as it is,
   * any other name is relative to that file's folder.
   */
  public static String resolve(String uri, String name) {
    Path named = new Path(name);
    return named.isAbsolute() || named.toUri().getScheme() != null
        ? name
        : new Path(new Path(uri).getParent(), named).toString();
  }

  private FileBytes() {}
}
