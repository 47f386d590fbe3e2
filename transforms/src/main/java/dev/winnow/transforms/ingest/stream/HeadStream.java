package dev.winnow.transforms.ingest.stream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Stream whose first bytes can be looked at before they are read. An error behind them is thrown to
 * the reader that gets there, so that what stands before it can be read.
 */
public final class HeadStream extends FilterInputStream {

  private final byte[] head;
  private final int filled;
  private int next;
  private IOException broken;

  /**
   * @param size number of bytes to look at; fewer if the stream ends or breaks before
   */
  public HeadStream(InputStream in, int size) {
    super(in);
    head = new byte[size];
    int count = 0;
    try {
      int read = in.read(head, 0, size);
      while (read > 0) {
        count += read;
        read = in.read(head, count, size - count);
      }
    } catch (IOException e) {
      broken = e;
    }
    filled = count;
  }

  /** Returns the first bytes. */
  public byte[] head() {
    return Arrays.copyOf(head, filled);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (next < filled) {
      int count = Math.min(length, filled - next);
      System.arraycopy(head, next, bytes, offset, count);
      next += count;
      return count;
    }
    if (broken != null) {
      throw broken;
    }
    return in.read(bytes, offset, length);
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] passed = new byte[(int) Math.min(count, 1 << 10)];
    return Math.max(0, read(passed, 0, passed.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
