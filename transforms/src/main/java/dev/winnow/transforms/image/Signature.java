package dev.winnow.transforms.image;

import java.nio.charset.StandardCharsets;

/** Recognizes the format of a file by its first bytes; the name of the file does not count. */
final class Signature {

  /**
   * Returns jpeg, png, gif, bmp, tiff, webp or pnm.
   *
   * @throws ImageRejected with code unsupported_format for the first bytes of a known format that
   *     is not read, and with code not_an_image for all others
   */
  static String format(byte[] b) throws ImageRejected {
    if (starts(b, 0xff, 0xd8, 0xff)) {
      return "jpeg";
    }
    if (starts(b, 0x89, 'P', 'N', 'G')) {
      return "png";
    }
    if (starts(b, 'G', 'I', 'F', '8')) {
      return "gif";
    }
    if (starts(b, 'B', 'M') && b.length > 14 && b[6] == 0 && b[7] == 0) {
      return "bmp";
    }
    if (starts(b, 'I', 'I', 42, 0) || starts(b, 'M', 'M', 0, 42)) {
      return "tiff";
    }
    if (starts(b, 'R', 'I', 'F', 'F') && text(b, 8).equals("WEBP")) {
      return "webp";
    }
    if (b.length > 2 && b[0] == 'P' && (b[1] == '5' || b[1] == '6') && NetPbm.isSpace(b[2])) {
      return "pnm";
    }
    String known = null;
    if (starts(b, 'I', 'I', 43, 0) || starts(b, 'M', 'M', 0, 43)) {
      known = "BigTIFF";
    } else if (starts(b, 0, 0, 1, 0)) {
      known = "ICO";
    } else if (text(b, 4).equals("ftyp")) {
      known = "HEIF, AVIF or a film";
    }
    if (known != null) {
      throw new ImageRejected(
          ImageRejected.UNSUPPORTED_FORMAT,
          "format must be JPEG, PNG, GIF, BMP, TIFF, WebP, PGM or PPM, got " + known);
    }
    throw new ImageRejected(
        ImageRejected.NOT_AN_IMAGE, "first bytes must be those of an image, got " + shown(b));
  }

  /** Returns four bytes as ASCII; empty if the array ends before them. */
  static String text(byte[] bytes, int at) {
    return at + 4 > bytes.length ? "" : new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
  }

  private static boolean starts(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static String shown(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(8, bytes.length); i++) {
      text.append(i == 0 ? "" : " ").append(String.format("%02x", bytes[i]));
    }
    return text.toString();
  }

  private Signature() {}
}
