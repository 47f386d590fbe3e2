package dev.winnow.transforms.image;

import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Facts from the segments before the first scan of a JPEG. A malformed segment ends the walk; the
 * reader that decodes the pixels then reports the damage.
 *
 * @param process marker of the frame, 0xc0 to 0xcf; 0 if there is no frame
 * @param bits bits per sample; 0 if there is no frame
 * @param components samples per pixel; 0 if there is no frame
 * @param width columns of the frame; 0 if there is no frame
 * @param height rows of the frame; 0 if there is no frame
 * @param adobeTransform transform of the Adobe segment: 0, 1 or 2 (YCCK); -1 without that segment
 * @param exifStart offset of the Exif block's byte order mark; 0 without an Exif block
 * @param exifEnd offset after the last byte of the Exif block
 * @param hasProfile true if there is a colour profile
 */
record JpegSegments(
    int process,
    int bits,
    int components,
    int width,
    int height,
    int adobeTransform,
    int exifStart,
    int exifEnd,
    boolean hasProfile) {

  /** Scans of a progressive JPEG; encoders write about ten. */
  private static final int MOST_SCANS = 500;

  static JpegSegments read(byte[] b) {
    return read(b, 0, b.length);
  }

  /**
   * Reads a JPEG within a file.
   *
   * @param start offset of its first byte
   * @param limit offset that no segment may pass
   */
  static JpegSegments read(byte[] b, int start, int limit) {
    int process = 0;
    int bits = 0;
    int components = 0;
    int width = 0;
    int height = 0;
    int transform = -1;
    int exifStart = 0;
    int exifEnd = 0;
    boolean profile = false;
    int at = start + 2;
    while (at + 4 <= limit && (b[at] & 0xff) == 0xff) {
      int marker = b[at + 1] & 0xff;
      if (marker == 0xff) {
        at++;
        continue;
      }
      if (marker == 0x01 || marker >= 0xd0 && marker <= 0xd7) {
        at += 2;
        continue;
      }
      int data = at + 4;
      int end = at + 2 + ((b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff);
      if (marker == 0xd9 || marker == 0xda || end < data || end > limit) {
        break;
      }
      boolean frame = marker >= 0xc0 && marker <= 0xcf;
      if (frame && marker != 0xc4 && marker != 0xc8 && marker != 0xcc && end - data >= 6) {
        process = marker;
        bits = b[data] & 0xff;
        height = (b[data + 1] & 0xff) << 8 | b[data + 2] & 0xff;
        width = (b[data + 3] & 0xff) << 8 | b[data + 4] & 0xff;
        components = b[data + 5] & 0xff;
      } else if (marker == 0xe1
          && exifStart == 0
          && end - data >= 6
          && Signature.text(b, data).equals("Exif")) {
        exifStart = data + 6;
        exifEnd = end;
      } else if (marker == 0xe2 && Signature.text(b, data).equals("ICC_")) {
        profile = true;
      } else if (marker == 0xee
          && end - data >= 12
          && Signature.text(b, data).equals("Adob")
          && b[data + 4] == 'e') {
        transform = b[data + 11] & 0xff;
      }
      at = end;
    }
    return new JpegSegments(
        process, bits, components, width, height, transform, exifStart, exifEnd, profile);
  }

  /**
   * Refuses variants that the platform's reader can't decode, so that nobody has to interpret the
   * reader's message.
   */
  void check() throws ImageRejected {
    if (process > 0xc2 || process != 0 && bits != 8) {
      throw new ImageRejected(
          ImageRejected.UNSUPPORTED_FORMAT,
          "JPEG must be baseline, extended or progressive with 8 bits and Huffman codes, got SOF"
              + (process - 0xc0)
              + " with "
              + bits);
    }
  }

  /**
   * Refuses a progressive JPEG of very many scans: each one costs a pass over the whole picture,
   * but only a few bytes of the file.
   */
  void checkScans(byte[] b) throws ImageRejected {
    if (process == 0xc2 && scans(b) > MOST_SCANS) {
      throw new ImageRejected(
          ImageRejected.UNSUPPORTED_FORMAT,
          "JPEG must have at most " + MOST_SCANS + " scans, got more");
    }
  }

  /**
   * Returns a digest of the pictures that phones store behind the first one, such as depth or
   * brightness; null without any.
   */
  static byte[] further(byte[] b) {
    for (int at = end(b); at + 2 < b.length; at++) {
      if ((b[at] & 0xff) == 0xff && (b[at + 1] & 0xff) == 0xd8 && (b[at + 2] & 0xff) == 0xff) {
        return DigestUtils.sha256(Arrays.copyOfRange(b, at, b.length));
      }
    }
    return null;
  }

  /** Returns the offset after the end mark of the first picture; the length without one. */
  private static int end(byte[] b) {
    int at = 2;
    while (at < b.length && marker(b, at) != 0xd9) {
      at = next(b, at);
    }
    return Math.min(b.length, at + 2);
  }

  private static int scans(byte[] b) {
    int scans = 0;
    for (int at = 2; at < b.length && marker(b, at) != 0xd9; at = next(b, at)) {
      scans += marker(b, at) == 0xda ? 1 : 0;
    }
    return scans;
  }

  /** Returns the marker at an offset; 0 within the data of a scan. */
  private static int marker(byte[] b, int at) {
    boolean isMarker = at + 1 < b.length && (b[at] & 0xff) == 0xff && (b[at + 1] & 0xff) != 0xff;
    return isMarker ? b[at + 1] & 0xff : 0;
  }

  private static int next(byte[] b, int at) {
    int marker = marker(b, at);
    if (marker == 0) {
      return at + 1;
    }
    return marker == 0x01 || marker >= 0xd0 && marker <= 0xd8 || at + 3 >= b.length
        ? at + 2
        : at + 2 + Math.max(2, (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff);
  }
}
