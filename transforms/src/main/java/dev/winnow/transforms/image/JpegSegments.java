package dev.winnow.transforms.image;

import dev.winnow.transforms.image.colour.ColourProfile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  /** Beginning of a part of a colour profile. */
  private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

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

  /**
   * Returns the file as the platform's reader takes it: without a colour profile that can't be
   * applied, and with an end marker if nothing else is missing. The reader reports data that end
   * within a scan, but it can't know of scans that are missing.
   */
  static byte[] plain(byte[] b) {
    JpegSegments segments = read(b);
    byte[] kept = segments.hasProfile() && !isProfileUsable(b, segments) ? withoutProfile(b) : b;
    if (hasEnd(kept) || !hasAllScans(kept)) {
      return kept;
    }
    byte[] ended = Arrays.copyOf(kept, kept.length + 2);
    ended[kept.length] = (byte) 0xff;
    ended[kept.length + 1] = (byte) 0xd9;
    return ended;
  }

  /** Returns the file without the segments of its colour profile. */
  static byte[] withoutProfile(byte[] b) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(b.length);
    int from = 0;
    for (int at : profileParts(b)) {
      kept.write(b, from, at - from);
      from = Math.min(b.length, next(b, at));
    }
    kept.write(b, from, b.length - from);
    return kept.toByteArray();
  }

  private static boolean isProfileUsable(byte[] b, JpegSegments segments) {
    List<Integer> parts = profileParts(b);
    byte[][] ordered = new byte[parts.size()][];
    for (int at : parts) {
      int data = at + 4 + PROFILE.length;
      int end = next(b, at);
      if (end - data < 2 || end > b.length) {
        return false;
      }
      int number = b[data] & 0xff;
      if (number < 1
          || number > ordered.length
          || ordered[number - 1] != null
          || (b[data + 1] & 0xff) != ordered.length) {
        return false;
      }
      ordered[number - 1] = Arrays.copyOfRange(b, data + 2, end);
    }
    ByteArrayOutputStream profile = new ByteArrayOutputStream();
    for (byte[] part : ordered) {
      profile.writeBytes(part);
    }
    return segments.components() == 3 && ColourProfile.isUsableForRgb(profile.toByteArray());
  }

  /** Returns the offsets of the segments of the colour profile before the first scan. */
  private static List<Integer> profileParts(byte[] b) {
    List<Integer> parts = new ArrayList<>();
    for (int at = 2; at < b.length; at = next(b, at)) {
      int marker = marker(b, at);
      if (marker == 0xda || marker == 0xd9) {
        break;
      }
      int data = at + 4;
      if (marker == 0xe2
          && data + PROFILE.length <= b.length
          && Arrays.equals(b, data, data + PROFILE.length, PROFILE, 0, PROFILE.length)) {
        parts.add(at);
      }
    }
    return parts;
  }

  private static boolean hasEnd(byte[] b) {
    int at = b.length - 2;
    return at >= 0 && (marker(b, at) == 0xd9 || end(b) < b.length);
  }

  /**
   * Returns true if the scans that begin in the file cover every component, and of a progressive
   * JPEG every bit of every coefficient.
   */
  private static boolean hasAllScans(byte[] b) {
    Set<Integer> missing = new HashSet<>();
    boolean progressive = false;
    boolean scanned = false;
    for (int at = 2; at < b.length; at = next(b, at)) {
      int marker = marker(b, at);
      int data = at + 4;
      int count = data < b.length ? b[data] & 0xff : 0;
      if (marker >= 0xc0 && marker <= 0xc2 && data + 6 <= b.length) {
        progressive = marker == 0xc2;
        count = b[data + 5] & 0xff;
        for (int i = 0; i < count && data + 6 + 3 * i < b.length; i++) {
          for (int k = 0; k < 64; k++) {
            missing.add((b[data + 6 + 3 * i] & 0xff) << 6 | k);
          }
        }
      } else if (marker == 0xda && data + 4 + 2 * count <= b.length) {
        int from = progressive ? b[data + 1 + 2 * count] : 0;
        int to = progressive ? b[data + 2 + 2 * count] : 63;
        scanned = true;
        boolean whole = !progressive || (b[data + 3 + 2 * count] & 15) == 0;
        for (int i = 0; whole && i < count; i++) {
          for (int k = Math.max(0, from); k <= Math.min(63, to); k++) {
            missing.remove((b[data + 1 + 2 * i] & 0xff) << 6 | k);
          }
        }
      }
    }
    return scanned && missing.isEmpty();
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
