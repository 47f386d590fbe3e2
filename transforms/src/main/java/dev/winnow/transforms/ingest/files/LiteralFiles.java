package dev.winnow.transforms.ingest.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BufferedFSInputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Opens files by their literal URIs: no character of a name is a pattern, an escape or a scheme.
 * Local files with names that Hadoop's file system can't open are opened by Java itself; see {@link
 * LocalNames}.
 */
public final class LiteralFiles {

  private static final int BUFFER = 1 << 16;

  /**
   * Opens a file.
   *
   * @throws FileNotFoundException if it does not exist
   */
  public static FSDataInputStream open(Configuration conf, String uri) throws IOException {
    if (byHadoop(uri)) {
      Path path = new Path(uri);
      return path.getFileSystem(conf).open(path);
    }
    try {
      return new FSDataInputStream(
          new BufferedFSInputStream(new LocalInput(LocalNames.path(uri)), BUFFER));
    } catch (NoSuchFileException e) {
      throw missing(uri, e);
    }
  }

  /**
   * Returns length and modification time of a file.
   *
   * @throws FileNotFoundException if it does not exist
   */
  public static FileStatus status(Configuration conf, String uri) throws IOException {
    if (byHadoop(uri)) {
      Path path = new Path(uri);
      return path.getFileSystem(conf).getFileStatus(path);
    }
    try {
      BasicFileAttributes found =
          Files.readAttributes(LocalNames.path(uri), BasicFileAttributes.class);
      return new FileStatus(
          found.size(),
          found.isDirectory(),
          1,
          BUFFER,
          found.lastModifiedTime().toMillis(),
          new Path("file:/"));
    } catch (NoSuchFileException e) {
      throw missing(uri, e);
    }
  }

  /** Returns true if a file exists. */
  public static boolean exists(Configuration conf, String uri) throws IOException {
    try {
      status(conf, uri);
      return true;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Returns true where the file is opened through Hadoop's file system of its scheme. */
  static boolean byHadoop(String uri) {
    return !LocalNames.isLocal(uri) || LocalNames.isPlain(uri);
  }

  private static FileNotFoundException missing(String uri, NoSuchFileException cause) {
    FileNotFoundException missing =
        new FileNotFoundException("file must exist, there is no " + uri);
    missing.initCause(cause);
    return missing;
  }

  private LiteralFiles() {}
}
