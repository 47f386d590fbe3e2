package dev.winnow.transforms.image;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers in a directory of a TIFF file, or of an Exif block, which has the same layout. Reads
 * fields of type BYTE, SHORT and LONG, and ignores all others.
 */
final class TiffDirectory {

  static final int ORIENTATION = 274;

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final boolean little;
  private final Map<Integer, Integer> entries = new HashMap<>();
  private long next;

  private TiffDirectory(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.little = bytes[start] == 'I';
  }

  /**
   * Reads the directory. If a field occurs twice, the first one counts.
   *
   * @param start offset of the byte order mark
   * @param end offset after the last byte of the block
   * @throws ImageRejected with code truncated if the directory reaches past the end, and with code
   *     corrupt if the byte order mark or the magic number is missing, or the directory would lie
   *     in the header
   */
  static TiffDirectory read(byte[] bytes, int start, int end) throws ImageRejected {
    if (end - start < 8) {
      throw new ImageRejected(ImageRejected.TRUNCATED, "header of tiff ends early");
    }
    int mark = bytes[start];
    if (mark != 'I' && mark != 'M' || bytes[start + 1] != mark) {
      throw new ImageRejected(ImageRejected.CORRUPT, "tiff byte order must be II or MM");
    }
    TiffDirectory directory = new TiffDirectory(bytes, start, end);
    if (directory.number(start + 2, 2) != 42) {
      throw new ImageRejected(ImageRejected.CORRUPT, "tiff magic number must be 42");
    }
    directory.enter(directory.number(start + 4, 4));
    return directory;
  }

  /**
   * Reads the directory at an offset from the same byte order mark, such as that of another page.
   *
   * @throws ImageRejected as for the first directory
   */
  TiffDirectory at(long offset) throws ImageRejected {
    TiffDirectory other = new TiffDirectory(bytes, start, end);
    other.enter(offset);
    return other;
  }

  /** Returns the segments, within 64 KiB, of the JPEG that begins at an offset. */
  JpegSegments jpeg(long offset) {
    int first = (int) Math.min(end, start + offset);
    return JpegSegments.read(bytes, first, Math.min(end, first + (1 << 16)));
  }

  /** Returns the offset of the directory of the next page; 0 after the last one. */
  long next() {
    return next;
  }

  private void enter(long offset) throws ImageRejected {
    if (offset < 8) {
      throw new ImageRejected(
          ImageRejected.CORRUPT, "tiff directory must begin at byte 8 or later, got " + offset);
    }
    within(offset, 2, "directory");
    int at = start + (int) offset;
    int count = (int) number(at, 2);
    within(offset, 2 + 12L * count, "directory");
    for (int i = 0; i < count; i++) {
      int entry = at + 2 + 12 * i;
      entries.putIfAbsent((int) number(entry, 2), entry);
    }
    int last = at + 2 + 12 * count;
    next = last + 4 <= end ? number(last, 4) : 0;
  }

  /** Returns the first value of a field, or {@code otherwise} if there is none. */
  long value(int tag, long otherwise) throws ImageRejected {
    long[] values = values(tag);
    return values.length == 0 ? otherwise : values[0];
  }

  /**
   * Returns all values of a field, each at least 0 and below 2^32; empty if the field is absent.
   *
   * @throws ImageRejected with code truncated if the values reach past the end
   */
  long[] values(int tag) throws ImageRejected {
    Integer entry = entries.get(tag);
    if (entry == null) {
      return new long[0];
    }
    int size =
        switch ((int) number(entry + 2, 2)) {
          case 1 -> 1;
          case 3 -> 2;
          case 4 -> 4;
          default -> 0;
        };
    if (size == 0) {
      return new long[0];
    }
    long count = number(entry + 4, 4);
    int at = entry + 8;
    if (count * size > 4) {
      long offset = number(at, 4);
      within(offset, count * size, "field " + tag);
      at = start + (int) offset;
    }
    long[] values = new long[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(at + i * size, size);
    }
    return values;
  }

  private void within(long offset, long length, String field) throws ImageRejected {
    if (offset + length > end - start) {
      throw new ImageRejected(
          ImageRejected.TRUNCATED,
          "tiff "
              + field
              + " must end by byte "
              + (end - start)
              + ", ends at "
              + (offset + length));
    }
  }

  private long number(int at, int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | bytes[little ? at + size - 1 - i : at + i] & 0xff;
    }
    return value;
  }
}
