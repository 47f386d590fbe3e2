package dev.winnow.transforms.ingest.stream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/** Compressions of input files, known by the end of a file's name. */
public enum Compression {
  NONE("plain"),
  GZIP("gzip", ".gz", ".tgz"),
  BZIP2("bzip2", ".bz2", ".tbz2"),
  ZSTD("zstd", ".zst", ".tzst");

  private static final int BUFFER = 1 << 16;

  private final String label;
  private final String[] endings;

  Compression(String label, String... endings) {
    this.label = label;
    this.endings = endings;
  }

  /** Returns the compression that a file's name says; {@link #NONE} if it says none. */
  public static Compression of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (Compression compression : values()) {
      for (String ending : compression.endings) {
        if (lower.endsWith(ending)) {
          return compression;
        }
      }
    }
    return NONE;
  }

  /**
   * Returns the unzipped bytes of a stream, with all its members: files of each kind may be joined.
   *
   * @param source bytes of the file; its own errors must be unchecked, as {@link SourceStream} has
   *     them
   * @return a buffered stream, whose only checked error is {@link BrokenStream}
   * @throws BrokenStream if the stream does not begin as its name says
   */
  public InputStream open(InputStream source) throws BrokenStream {
    BufferedInputStream buffered = new BufferedInputStream(source, BUFFER);
    if (this == NONE) {
      return buffered;
    }
    try {
      return new Unzipped(
          label,
          switch (this) {
            case GZIP -> new GzipMembers(buffered);
            case BZIP2 -> new BZip2CompressorInputStream(buffered, true);
            case ZSTD -> new ZstdCompressorInputStream(buffered);
            case NONE -> buffered;
          });
    } catch (IOException e) {
      throw BrokenStream.of(rule(label), e);
    }
  }

  private static String rule(String label) {
    return "file must be " + label + " as its name says";
  }

  /** Most bytes of one read: a decoder that fails has lost the bytes of that read. */
  private static final int STEP = 1 << 10;

  /** Bytes from a decoder, whose errors it turns into {@link BrokenStream}. */
  private static final class Unzipped extends InputStream {
    private final String label;
    private final InputStream decoder;

    Unzipped(String label, InputStream decoder) {
      this.label = label;
      this.decoder = decoder;
    }

    @Override
    public int read() throws BrokenStream {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws BrokenStream {
      try {
        return decoder.read(bytes, offset, Math.min(length, STEP));
      } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
        throw BrokenStream.of(rule(label), e);
      }
    }

    @Override
    public void close() throws IOException {
      decoder.close();
    }
  }
}
