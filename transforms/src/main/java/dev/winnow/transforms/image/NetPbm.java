package dev.winnow.transforms.image;

import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;

/** Reads binary PGM (P5) and PPM (P6) of 8 bits: a header in digits, then the raw pixels. */
final class NetPbm {

  static ImageHeader header(byte[] bytes) throws ImageRejected {
    int[] fields = fields(bytes);
    return new ImageHeader("pnm", fields[0], fields[1]);
  }

  static Picture decode(byte[] bytes) throws ImageRejected {
    int[] fields = fields(bytes);
    int channels = bytes[1] == '5' ? 1 : 3;
    long length = (long) fields[0] * fields[1] * channels;
    if (fields[3] + length > bytes.length) {
      throw new ImageRejected(
          ImageRejected.TRUNCATED,
          "pnm must hold " + length + " bytes of pixels, got " + (bytes.length - fields[3]));
    }
    int end = (int) (fields[3] + length);
    Picture first =
        Picture.opaque(
            new RasterImage(
                fields[0], fields[1], channels, Arrays.copyOfRange(bytes, fields[3], end)));
    // The format allows further pictures behind the first one.
    int next = end;
    while (next < bytes.length && isSpace(bytes[next])) {
      next++;
    }
    return next < bytes.length && bytes[next] == 'P'
        ? first.withFurther(DigestUtils.sha256(Arrays.copyOfRange(bytes, end, bytes.length)))
        : first;
  }

  /** Returns width, height, greatest value and the offset of the pixels. */
  private static int[] fields(byte[] bytes) throws ImageRejected {
    int[] fields = new int[4];
    int at = 2;
    for (int i = 0; i < 3; i++) {
      while (at < bytes.length && (isSpace(bytes[at]) || bytes[at] == '#')) {
        if (bytes[at] == '#') {
          while (at < bytes.length && bytes[at] != '\n') {
            at++;
          }
        } else {
          at++;
        }
      }
      long value = 0;
      int digits = 0;
      while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9' && digits < 10) {
        value = value * 10 + bytes[at++] - '0';
        digits++;
      }
      if (at >= bytes.length) {
        throw new ImageRejected(ImageRejected.TRUNCATED, "header of pnm ends early");
      }
      if (digits == 0 || value < 1 || value > Integer.MAX_VALUE) {
        throw new ImageRejected(
            ImageRejected.CORRUPT, "pnm header must hold width, height and greatest value");
      }
      fields[i] = (int) value;
    }
    if (fields[2] != 255) {
      throw new ImageRejected(
          ImageRejected.UNSUPPORTED_FORMAT, "pnm must have 8 bits, got values up to " + fields[2]);
    }
    fields[3] = at + 1;
    return fields;
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b >= '\t' && b <= '\r';
  }

  private NetPbm() {}
}
