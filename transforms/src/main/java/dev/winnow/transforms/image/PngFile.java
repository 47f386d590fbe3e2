package dev.winnow.transforms.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Chunks of a PNG, found without inflating any. Only the chunks that make up the pixels reach the
 * reader, so that no other chunk can cost it memory.
 */
final class PngFile {

  private static final int FIRST_CHUNK = 8;

  private final byte[] bytes;
  private final List<Integer> controls = new ArrayList<>();
  private int significantBits;
  private int exif = -1;
  private int transparentGrey = -1;
  private int firstData = -1;
  private boolean whole;

  private PngFile(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Walks over the chunks; a chunk that reaches past the end is the last one.
   *
   * @param most frames of an animation after which the walk ends
   */
  static PngFile read(byte[] bytes, int most) {
    PngFile file = new PngFile(bytes);
    int at = FIRST_CHUNK;
    while (at + 8 <= bytes.length) {
      switch (Signature.text(bytes, at + 4)) {
        case "IDAT" -> file.firstData = file.firstData < 0 ? at : file.firstData;
        case "sBIT" -> file.significantBits = file.significant(at);
        case "eXIf" -> file.exif = file.exif < 0 ? at : file.exif;
        case "tRNS" -> file.transparentGrey = file.grey(at);
        case "fcTL" -> file.controls.add(at);
        case "IEND" -> {
          file.whole = true;
          return file;
        }
        default -> {
          // All other chunks are passed over.
        }
      }
      if (file.isCut(at) || file.controls.size() > most) {
        return file;
      }
      at = file.next(at);
    }
    return file;
  }

  /** Returns true if the walk reached the end mark, so that all frames are known. */
  boolean isWhole() {
    return whole;
  }

  /**
   * Returns the number of pictures: the one that every reader shows, and the frames of an animation
   * that are not this one.
   */
  int count() {
    return 1 + controls.size() - (firstShown() ? 1 : 0);
  }

  private boolean firstShown() {
    return !controls.isEmpty() && firstData > controls.get(0);
  }

  private int control(int picture) {
    return controls.get(firstShown() ? picture : picture - 1);
  }

  /** Returns the greatest number of bits that the file says its colours have; 0 without. */
  int significantBits() {
    return significantBits;
  }

  /** Returns the grey value, as stored, that stands for transparent; -1 without one. */
  int transparentGrey() {
    return transparentGrey;
  }

  /** Returns the Exif orientation; a block with a wrong checksum counts as upright. */
  Orientation orientation() {
    if (exif < 0 || isCut(exif)) {
      return new Orientation(1);
    }
    int end = exif + 8 + length(exif);
    CRC32 crc = new CRC32();
    crc.update(bytes, exif + 4, end - exif - 4);
    return (int) crc.getValue() == number(end)
        ? Orientation.block(bytes, exif + 8, end)
        : new Orientation(1);
  }

  /**
   * Returns place, delay and kind of blending of a picture: the control chunk without its running
   * number; empty for a picture that is no frame.
   */
  byte[] place(int picture) {
    if (controls.isEmpty() || picture == 0 && !firstShown()) {
      return new byte[0];
    }
    int at = control(picture);
    byte[] place = new byte[22];
    System.arraycopy(bytes, at + 12, place, 0, Math.min(22, Math.max(0, end(at) - at - 12)));
    return place;
  }

  /** Returns the width and height of a picture after the first, each at least 0. */
  int[] size(int picture) {
    ByteBuffer place = ByteBuffer.wrap(place(picture));
    return new int[] {Math.max(0, place.getInt(0)), Math.max(0, place.getInt(4))};
  }

  /** Returns the first picture as a file of its own: header, palette, transparency and data. */
  byte[] first() {
    ByteArrayOutputStream out = head(null);
    for (int at = firstData; at >= 0 && at + 8 <= bytes.length && is(at, "IDAT"); at = next(at)) {
      out.write(bytes, at, Math.min(bytes.length, end(at) + 4) - at);
      if (isCut(at)) {
        return out.toByteArray();
      }
    }
    if (firstData >= 0) {
      chunk(out, "IEND", new byte[0]);
    }
    return out.toByteArray();
  }

  /** Returns a picture after the first as a file of its own. */
  byte[] frame(int picture) {
    ByteArrayOutputStream out = head(size(picture));
    for (int at = next(control(picture));
        at + 12 <= bytes.length && !isCut(at) && !is(at, "fcTL") && !is(at, "IEND");
        at = next(at)) {
      if (is(at, "fdAT") && length(at) >= 4) {
        byte[] data = new byte[length(at) - 4];
        System.arraycopy(bytes, at + 12, data, 0, data.length);
        chunk(out, "IDAT", data);
      }
    }
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /** Writes the header, with another size if there is one, and the chunks of colours. */
  private ByteArrayOutputStream head(int[] size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    int header = Math.min(bytes.length, FIRST_CHUNK + 25);
    ByteBuffer start = ByteBuffer.allocate(header).put(bytes, 0, header);
    if (size != null) {
      start.putInt(FIRST_CHUNK + 8, size[0]).putInt(FIRST_CHUNK + 12, size[1]);
    }
    out.writeBytes(start.array());
    int at = FIRST_CHUNK;
    while (at + 12 <= bytes.length && !isCut(at) && at != firstData) {
      if (is(at, "PLTE") || is(at, "tRNS")) {
        out.write(bytes, at, end(at) + 4 - at);
      }
      at = next(at);
    }
    return out;
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private int grey(int chunk) {
    return isCut(chunk) || length(chunk) < 2
        ? -1
        : (bytes[chunk + 8] & 0xff) << 8 | bytes[chunk + 9] & 0xff;
  }

  private int significant(int chunk) {
    if (chunk < FIRST_CHUNK + 25 || isCut(chunk)) {
      return 0;
    }
    int colours = (bytes[25] & 2) == 0 ? 1 : 3;
    int most = 0;
    for (int i = 0; i < Math.min(colours, length(chunk)); i++) {
      most = Math.max(most, bytes[chunk + 8 + i] & 0xff);
    }
    return most;
  }

  private boolean is(int chunk, String type) {
    return Signature.text(bytes, chunk + 4).equals(type);
  }

  /** Returns true if data or checksum of a chunk reach past the end. */
  private boolean isCut(int chunk) {
    return length(chunk) < 0 || length(chunk) > bytes.length - chunk - 12;
  }

  private int length(int chunk) {
    return number(chunk);
  }

  /** Returns the offset after the data of a chunk, within the file. */
  private int end(int chunk) {
    return isCut(chunk) ? bytes.length : chunk + 8 + length(chunk);
  }

  private int next(int chunk) {
    return isCut(chunk) ? bytes.length : chunk + 12 + length(chunk);
  }

  private int number(int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | bytes[at + 3] & 0xff;
  }
}
