package dev.winnow.transforms.ingest.files;

import dev.winnow.transforms.ingest.stream.UnreadableFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;

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
      String file = onDefault(conf, uri);
      long length = LiteralFiles.status(conf, file).getLen();
      if (length > maxBytes) {
        return new Outcome(
            null, "too_large", "file must have at most " + maxBytes + " bytes, got " + length);
      }
      try (FSDataInputStream in = LiteralFiles.open(conf, file)) {
        return new Outcome(in.readAllBytes(), null, null);
      }
    } catch (FileNotFoundException e) {
      return new Outcome(null, "unreadable", "file must exist, there is no " + uri);
    } catch (IllegalArgumentException e) {
      return new Outcome(null, "unreadable", "path must be a path or URI, got " + uri);
    } catch (IOException e) {
      return new Outcome(
          null, "unreadable", "file must be readable, but " + UnreadableFile.reason(e));
    }
  }

  /**
   * Reads the file that a row names.
   *
   * @param uri file that the row stands in
   * @param name path below that file's folder, absolute path or URI
   * @return its bytes, or code {@code missing_content}, {@code too_large} or {@code unreadable}
   */
  public static Outcome readNamed(Configuration conf, String uri, String name, long maxBytes) {
    if (name == null || name.isBlank()) {
      return new Outcome(null, "missing_content", "row must name a file, got an empty name");
    }
    try {
      return read(conf, resolve(uri, name), maxBytes);
    } catch (IllegalArgumentException e) {
      return new Outcome(null, "unreadable", "name must be a path or URI, got " + name);
    }
  }

  /** Returns the URI of an absolute path without a scheme, where the default is the local disk. */
  private static String onDefault(Configuration conf, String uri) {
    boolean local = "file".equals(FileSystem.getDefaultUri(conf).getScheme());
    return local && uri.startsWith("/") ? "file:" + uri : uri;
  }

  /**
   * Resolves a name that stands in the file {@code uri}: an absolute path or URI stays as it is,
   * any other name is relative to that file's folder. A name with a colon, but without a slash
   * behind it, is no URI.
   */
  public static String resolve(String uri, String name) {
    if (name.startsWith("file:/")) {
      return "file:/" + name.substring("file:/".length()).replaceFirst("^/+", "");
    }
    if (name.startsWith("/") || InputPaths.isUri(name)) {
      return name;
    }
    String file = LocalNames.sibling(uri, name);
    Deque<String> parts = new ArrayDeque<>();
    int root = file.indexOf(":/") < 0 ? 0 : file.indexOf(":/") + 1;
    for (String part : file.substring(root).split("/", -1)) {
      if (part.equals("..") && parts.size() > 1) {
        parts.removeLast();
      } else if (!part.equals(".")) {
        parts.add(part);
      }
    }
    return file.substring(0, root) + String.join("/", parts);
  }

  private FileBytes() {}
}
