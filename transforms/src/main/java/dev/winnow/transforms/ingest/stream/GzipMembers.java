package dev.winnow.transforms.ingest.stream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Unzips all members of a gzip stream. Zero bytes after a member are padding. Other bytes that are
 * no member are an error: Java's own stream takes them for the end of the file.
 */
final class GzipMembers extends InputStream {

  private final BufferedInputStream in;
  private GzipCompressorInputStream member;

  GzipMembers(BufferedInputStream in) throws IOException {
    this.in = in;
    this.member = new GzipCompressorInputStream(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (member != null) {
      int count = member.read(bytes, offset, length);
      if (count > 0) {
        return count;
      }
      if (count < 0) {
        member = atEnd() ? null : new GzipCompressorInputStream(in);
      }
    }
    return -1;
  }

  /** Skips the padding. Returns true if nothing comes after it. */
  private boolean atEnd() throws IOException {
    while (true) {
      in.mark(1);
      int next = in.read();
      if (next > 0) {
        in.reset();
      }
      if (next != 0) {
        return next < 0;
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
