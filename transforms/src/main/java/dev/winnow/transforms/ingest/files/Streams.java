package dev.winnow.transforms.ingest.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Opens input files as streams of their unzipped bytes. */
public final class Streams {

  private static final int BUFFER = 1 << 16;

  /**
   * Opens a listed file.
   *
   * @throws InputMismatch if a file whose name says gzip is not gzip
   */
  public static InputStream open(Configuration conf, InputFiles.InputFile file) {
    return open(conf, file.uri());
  }

  /**
   * Opens the file of a URI.
   *
   * @throws InputMismatch if a file whose name says gzip is not gzip
   */
  public static InputStream open(Configuration conf, String uri) {
    try {
      Path path = new Path(uri);
      InputStream in = new BufferedInputStream(path.getFileSystem(conf).open(path), BUFFER);
      String name = path.getName().toLowerCase(Locale.ROOT);
      if (!name.endsWith(".gz") && !name.endsWith(".tgz")) {
        return in;
      }
      try {
        return new GZIPInputStream(in, BUFFER);
      } catch (IOException e) {
        in.close();
        throw new InputMismatch("file " + uri + " must be gzip as its name says, it is not");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + uri, e);
    }
  }

  private Streams() {}
}
