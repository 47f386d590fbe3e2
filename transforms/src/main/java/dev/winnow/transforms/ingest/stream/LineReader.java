package dev.winnow.transforms.ingest.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream into lines. A line ends with LF, CR, or CR and LF. A line over the limit is
 * counted and passed over: at most {@code limit} bytes of it are ever held.
 */
public final class LineReader {

  private static final int BUFFER = 1 << 16;

  /** A longer buffer is given back after its line. */
  private static final int KEPT = 1 << 20;

  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int filled;

  /** Offset of {@code buffer[0]}. */
  private long base;

  private byte[] line = new byte[1 << 10];
  private int held;
  private long start;
  private long length;

  /**
   * @param offset offset of the stream's first byte in its file
   * @param limit largest number of bytes of a line, without its end
   */
  public LineReader(InputStream in, long offset, long limit) {
    this.in = in;
    this.base = offset;
    this.limit = (int) Math.min(limit, Integer.MAX_VALUE - 16);
  }

  /** Reads the next line. Returns false at the end of the stream. */
  public boolean next() throws IOException {
    if (line.length > KEPT) {
      line = new byte[1 << 10];
    }
    held = 0;
    length = 0;
    start = offset();
    if (next == filled && !fill()) {
      return false;
    }
    while (next < filled || fill()) {
      int from = next;
      while (next < filled && buffer[next] != '\n' && buffer[next] != '\r') {
        next++;
      }
      hold(from, next - from);
      if (next < filled) {
        boolean carriage = buffer[next++] == '\r';
        if (carriage && (next < filled || fill()) && buffer[next] == '\n') {
          next++;
        }
        return true;
      }
    }
    return true;
  }

  /** Passes over the rest of a line, as far as its end or the offset {@code end}. */
  public void skip(long end) throws IOException {
    while (offset() < end && (next < filled || fill())) {
      byte b = buffer[next++];
      if (b == '\n') {
        return;
      }
      if (b == '\r') {
        if ((next < filled || fill()) && buffer[next] == '\n') {
          next++;
        }
        return;
      }
    }
  }

  private void hold(int from, int count) {
    length += count;
    int kept = Math.min(count, limit - held);
    if (kept > 0) {
      if (held + kept > line.length) {
        line = Arrays.copyOf(line, (int) Math.min(limit, Math.max(2L * line.length, held + kept)));
      }
      System.arraycopy(buffer, from, line, held, kept);
      held += kept;
    }
  }

  private boolean fill() throws IOException {
    base += filled;
    next = 0;
    filled = 0;
    int count = in.read(buffer, 0, BUFFER);
    filled = Math.max(count, 0);
    return count > 0;
  }

  /** Returns the offset of the line's first byte. */
  public long start() {
    return start;
  }

  /** Returns the offset of the next byte to read. */
  public long offset() {
    return base + next;
  }

  /** Returns the number of bytes of the line, without its end. */
  public long length() {
    return length;
  }

  /** Returns true if the line is longer than the limit. */
  public boolean tooLong() {
    return length > limit;
  }

  /** Returns the bytes of the line; of one over the limit, its first bytes. */
  public byte[] bytes() {
    return Arrays.copyOf(line, held);
  }

  /** Returns the number of bytes that the reader has reserved for a line. */
  int reserved() {
    return line.length;
  }
}
