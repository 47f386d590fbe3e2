package dev.winnow.transforms.embed.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of protobuf messages, one after another, from a stream of any length.
 *
 * <p>Every byte is read and none is skipped by seeking, so that a digest stream below sees all
 * bytes. This is the reason not to use protobuf's {@code CodedInputStream}: its {@code skipField}
 * calls {@link InputStream#skip}, and {@link java.security.DigestInputStream} leaves skipped bytes
 * out of the digest.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the wire format</a>
 */
public final class WireReader {

  /** Value of {@code end} for a message that ends with the stream. */
  public static final long STREAM = Long.MAX_VALUE;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;
  private static final int LONGEST_TEXT = 1 << 16;

  /** Signals bytes that are no protobuf message. */
  static final class Malformed extends IOException {
    Malformed(String message) {
      super(message);
    }
  }

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;
  private long base;
  private int field;
  private int type;

  public WireReader(InputStream in) {
    this.in = in;
  }

  /**
   * Moves to the next field of the message that ends at {@code end}; returns false if there is
   * none.
   */
  public boolean next(long end) throws IOException {
    if (end == STREAM ? !fill() : position() == end) {
      return false;
    }
    long tag = varint(end);
    field = (int) (tag >>> 3);
    type = (int) (tag & 7);
    if (tag >>> 32 != 0 || field == 0) {
      throw malformed("no field has the tag " + tag);
    }
    return true;
  }

  /** Returns the number of the field. */
  public int field() {
    return field;
  }

  /** Returns the value of a field that is a number. */
  public long number(long end) throws IOException {
    expect(VARINT);
    return varint(end);
  }

  /** Enters the message in the field's value and returns its end; its first byte comes next. */
  public long message(long end) throws IOException {
    expect(LENGTH);
    long length = varint(end);
    if (length < 0 || length > end - position()) {
      throw malformed("field " + field + " is longer than the message around it");
    }
    return position() + length;
  }

  /** Returns the value of a field that is a short text. */
  public String text(long end) throws IOException {
    long length = message(end) - position();
    if (length > LONGEST_TEXT) {
      throw malformed("the text of field " + field + " has " + length + " bytes");
    }
    byte[] bytes = new byte[(int) length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = one();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Reads past the field's value. */
  public void skip(long end) throws IOException {
    switch (type) {
      case VARINT -> varint(end);
      case FIXED64 -> pass(8, end);
      case FIXED32 -> pass(4, end);
      case LENGTH -> pass(message(end) - position(), end);
      default -> throw malformed("field " + field + " has the unknown type " + type);
    }
  }

  private void pass(long count, long end) throws IOException {
    if (count > end - position()) {
      throw malformed("field " + field + " is longer than the message around it");
    }
    long left = count;
    while (left > 0) {
      if (!fill()) {
        throw cut();
      }
      int step = (int) Math.min(left, filled - at);
      at += step;
      left -= step;
    }
  }

  private long varint(long end) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position() >= end) {
        throw malformed("a number continues after the end of its message");
      }
      byte next = one();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("a number has more than ten bytes");
  }

  private byte one() throws IOException {
    if (!fill()) {
      throw cut();
    }
    return buffer[at++];
  }

  private boolean fill() throws IOException {
    if (at < filled) {
      return true;
    }
    base += filled;
    at = 0;
    filled = Math.max(0, in.read(buffer));
    return filled > 0;
  }

  private long position() {
    return base + at;
  }

  private void expect(int wanted) throws Malformed {
    if (type != wanted) {
      throw malformed("field " + field + " has the type " + type + ", not " + wanted);
    }
  }

  private Malformed cut() {
    return malformed("it is cut short");
  }

  private Malformed malformed(String why) {
    return new Malformed(why + ", at byte " + position());
  }
}
