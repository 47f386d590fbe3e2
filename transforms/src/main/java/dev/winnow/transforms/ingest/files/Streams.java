package dev.winnow.transforms.ingest.files;

import dev.winnow.transforms.ingest.stream.BrokenStream;
import dev.winnow.transforms.ingest.stream.Compression;
import dev.winnow.transforms.ingest.stream.SourceStream;
import dev.winnow.transforms.ingest.stream.UnreadableFile;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Opens input files as streams of their unzipped bytes. An error of the file system is unchecked;
 * the only checked error of a stream is {@link BrokenStream}.
 */
public final class Streams {

  /**
   * Opens a listed file.
   *
   * @throws BrokenStream if the file is not compressed as its name says
   */
  public static InputStream open(Configuration conf, InputFiles.InputFile file)
      throws BrokenStream {
    return open(conf, file.uri());
  }

  /**
   * Opens the file of a URI.
   *
   * @throws BrokenStream if the file is not compressed as its name says
   */
  public static InputStream open(Configuration conf, String uri) throws BrokenStream {
    return Compression.of(uri).open(new SourceStream(raw(conf, uri), uri));
  }

  /** Opens a plain file at an offset in bytes. */
  public static InputStream openAt(Configuration conf, InputFiles.InputFile file, long offset)
      throws BrokenStream {
    FSDataInputStream in = raw(conf, file.uri());
    try {
      in.seek(offset);
    } catch (IOException e) {
      throw new UnreadableFile(file.uri(), e);
    }
    return Compression.NONE.open(new SourceStream(in, file.uri()));
  }

  private static FSDataInputStream raw(Configuration conf, String uri) {
    try {
      return LiteralFiles.open(conf, uri);
    } catch (IOException e) {
      throw new UnreadableFile(uri, e);
    }
  }

  private Streams() {}
}
