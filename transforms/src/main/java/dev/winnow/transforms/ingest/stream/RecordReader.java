package dev.winnow.transforms.ingest.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Splits delimited text into records and fields of bytes (RFC 4180).
 *
 * <p>A field that begins with a quote goes to the next quote that is not doubled, with delimiters
 * and line breaks; text behind that quote belongs to the field. A quote inside any other field is a
 * plain character. A record ends with LF, CR, or CR and LF outside quotes. Empty lines are no
 * records. Of a record over the limit at most {@code limit} bytes are ever held.
 *
 * <p>With an escape character, the byte behind it is content, inside and outside quotes: a quote, a
 * delimiter, a line break, or the escape character itself. No letter behind it has a meaning of its
 * own. A doubled quote stays content too.
 *
 * <p>A byte order mark at the beginning of a record belongs to no field, so the quotes behind it
 * are quotes. It stands there at the beginning of a file, and where files were joined.
 */
public final class RecordReader {

  /**
   * Characters that separate records and fields.
   *
   * @param delimiter a character below U+0080
   * @param escape a character below U+0080; null or a quote for none
   * @param utf8 true if byte order marks of UTF-8 are passed over
   */
  public record Marks(char delimiter, Character escape, boolean utf8) {}

  private enum State {
    BEGIN,
    PLAIN,
    QUOTED,
    QUOTE,
    BEHIND
  }

  private static final int BUFFER = 1 << 16;
  private static final int KEPT = 1 << 20;

  /** Fields of a record that are kept; further ones are only counted. */
  private static final int FIELDS = 1 << 16;

  private static final byte[] EMPTY = {};

  private final InputStream in;
  private final int delimiter;
  private final int escape;
  private final boolean utf8;
  private final int limit;
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int filled;
  private long base;

  private final List<byte[]> fields = new ArrayList<>();
  private byte[] field = new byte[1 << 10];
  private int held;
  private int total;
  private long count;
  private long start;
  private long length;
  private boolean backslashedQuote;
  private boolean textBehindQuote;

  /**
   * @param offset offset of the stream's first byte in its file
   * @param limit largest number of bytes of a record, without its end
   */
  public RecordReader(InputStream in, long offset, Marks marks, long limit) {
    this.in = in;
    this.base = offset;
    this.delimiter = marks.delimiter();
    this.escape = marks.escape() == null || marks.escape() == '"' ? -1 : marks.escape();
    this.utf8 = marks.utf8();
    this.limit = (int) Math.min(limit, Integer.MAX_VALUE - 16);
  }

  /**
   * Reads the next record. Returns false at the end of the stream.
   *
   * @throws EOFException if the stream ends inside quotes
   */
  public boolean next() throws IOException {
    do {
      if (!record()) {
        return false;
      }
    } while (length == 0);
    return true;
  }

  private boolean record() throws IOException {
    if (field.length > KEPT) {
      field = new byte[1 << 10];
    }
    fields.clear();
    held = 0;
    total = 0;
    count = 0;
    length = 0;
    backslashedQuote = false;
    textBehindQuote = false;
    start = base + next;
    State state = State.BEGIN;
    int b = first();
    int before = -1;
    if (b < 0) {
      return false;
    }
    while (true) {
      if (b < 0 && state == State.QUOTED) {
        throw new EOFException("the quote that opens after byte " + start + " never ends");
      }
      boolean ends = b < 0 || b == '\n' || b == '\r';
      backslashedQuote |= b == '"' && before == '\\';
      before = b;
      if (b >= 0 && b == escape) {
        length++;
        escaped();
        state = behindEscape(state);
      } else if (state == State.QUOTED) {
        length++;
        if (b == '"') {
          state = State.QUOTE;
        } else {
          hold(b);
        }
      } else if (ends) {
        endField();
        endLine(b);
        return true;
      } else {
        length++;
        state = outside(state, b);
      }
      b = read();
    }
  }

  /** Reads the first byte of a record, behind a byte order mark. */
  private int first() throws IOException {
    int b = read();
    if (utf8
        && b == 0xef
        && has(2)
        && buffer[next] == (byte) 0xbb
        && buffer[next + 1] == (byte) 0xbf) {
      next += 2;
      return read();
    }
    return b;
  }

  /** Takes the byte behind an escape character, or both bytes of a line break. */
  private void escaped() throws IOException {
    int b = read();
    if (b < 0) {
      hold(escape);
      return;
    }
    length++;
    hold(b);
    if (b == '\r' && has(1) && buffer[next] == '\n') {
      length++;
      hold(read());
    }
  }

  private static State behindEscape(State state) {
    return switch (state) {
      case QUOTED -> State.QUOTED;
      case QUOTE, BEHIND -> State.BEHIND;
      default -> State.PLAIN;
    };
  }

  /** Takes a byte outside quotes that ends no record. */
  private State outside(State state, int b) {
    if (b == delimiter) {
      endField();
      return State.BEGIN;
    }
    if (b == '"' && state == State.BEGIN) {
      return State.QUOTED;
    }
    hold(b);
    boolean behind = state == State.BEHIND || state == State.QUOTE && b != '"';
    textBehindQuote |= behind && b != ' ' && b != '\t';
    return switch (state) {
      case QUOTE -> b == '"' ? State.QUOTED : State.BEHIND;
      case BEHIND -> State.BEHIND;
      default -> State.PLAIN;
    };
  }

  private void endLine(int b) throws IOException {
    if (b == '\r' && read() != '\n' && filled > 0) {
      next--;
    }
  }

  private void endField() {
    count++;
    // Of a record over the limit only its length counts.
    if (!tooLong() && count <= FIELDS) {
      fields.add(held == 0 ? EMPTY : Arrays.copyOf(field, held));
    }
    held = 0;
  }

  private void hold(int b) {
    if (total == limit) {
      return;
    }
    if (held == field.length) {
      field = Arrays.copyOf(field, (int) Math.min(limit, 2L * field.length));
    }
    field[held++] = (byte) b;
    total++;
  }

  /** Returns true if some bytes can be looked at; reads them if necessary. */
  private boolean has(int count) throws IOException {
    if (filled - next < count) {
      System.arraycopy(buffer, next, buffer, 0, filled - next);
      base += next;
      filled -= next;
      next = 0;
      while (filled < count) {
        int read = in.read(buffer, filled, BUFFER - filled);
        if (read <= 0) {
          break;
        }
        filled += read;
      }
    }
    return filled - next >= count;
  }

  private int read() throws IOException {
    if (next == filled) {
      base += filled;
      next = 0;
      filled = Math.max(in.read(buffer, 0, BUFFER), 0);
      if (filled == 0) {
        return -1;
      }
    }
    return buffer[next++] & 0xff;
  }

  /** Returns the offset of the record's first byte. */
  public long start() {
    return start;
  }

  /** Returns the number of bytes of the record, without its end. */
  public long length() {
    return length;
  }

  /** Returns true if the record is longer than the limit. */
  public boolean tooLong() {
    return length > limit;
  }

  /** Returns true if a quote of the record stands behind a backslash. */
  public boolean hasBackslashedQuote() {
    return backslashedQuote;
  }

  /**
   * Returns true if other text than white space stands between a closing quote and the next field.
   */
  public boolean hasTextBehindQuote() {
    return textBehindQuote;
  }

  /** Returns the number of fields. */
  public long count() {
    return count;
  }

  /**
   * Returns the bytes of the first 65,536 fields, without their quotes; of a record over the limit,
   * none. The next record replaces them.
   */
  public List<byte[]> fields() {
    return tooLong() ? List.of() : Collections.unmodifiableList(fields);
  }

  /** Returns the number of bytes that the reader has reserved for a field. */
  int reserved() {
    return field.length;
  }
}
