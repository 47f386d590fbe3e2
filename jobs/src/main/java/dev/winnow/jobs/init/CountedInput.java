package dev.winnow.jobs.init;

import dev.winnow.transforms.ingest.files.LiteralFiles;
import dev.winnow.transforms.ingest.stream.Compression;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;

/** Unzipped bytes of a file, with the number of bytes of the file that were read for them. */
final class CountedInput extends FilterInputStream {

  /** Bytes of a file, counted. */
  private static final class Source extends FilterInputStream {
    private long read;

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      read += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      read += Math.max(0, count);
      return count;
    }
  }

  private final Source source;
  private final boolean packed;

  private CountedInput(Source source, Compression compression) throws IOException {
    super(compression.open(source));
    this.source = source;
    this.packed = compression != Compression.NONE;
  }

  static CountedInput open(Configuration conf, String uri) throws IOException {
    return new CountedInput(new Source(LiteralFiles.open(conf, uri)), Compression.of(uri));
  }

  /**
   * Returns the bytes of the file that hold the first unzipped bytes.
   *
   * @param unzipped bytes that were used
   */
  long used(long unzipped) {
    return packed ? source.read : unzipped;
  }
}
