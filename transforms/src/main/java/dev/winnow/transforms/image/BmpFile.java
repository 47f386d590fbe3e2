package dev.winnow.transforms.image;

/** Parts of a BMP file that its reader takes as they come. */
final class BmpFile {

  /**
   * Refuses a BMP that holds a JPEG (4) or a PNG (5) instead of samples: its size is not bounded by
   * the header.
   */
  static void check(byte[] b) throws ImageRejected {
    int compression = b.length >= 34 && number(b, 14, 4) >= 40 ? number(b, 30, 4) : 0;
    if (compression == 4 || compression == 5) {
      throw new ImageRejected(
          ImageRejected.UNSUPPORTED_FORMAT,
          "BMP must hold samples or run lengths, got compression " + compression);
    }
  }

  /**
   * Returns the fourth byte of every pixel of an uncompressed BMP of 32 bits, in the order of the
   * file. The format reserves it, but some programs store opacity there. Null for other files, and
   * where all are 0 or all are 255, so that they say nothing.
   */
  static Plane fourth(byte[] b) {
    if (b.length < 54 || number(b, 28, 2) != 32 || number(b, 30, 4) != 0) {
      return null;
    }
    int offset = number(b, 10, 4);
    int width = number(b, 18, 4);
    int height = Math.abs(number(b, 22, 4));
    if (offset < 0 || width < 1 || height < 1 || offset + 4L * width * height > b.length) {
      return null;
    }
    byte[] fourth = new byte[width * height];
    for (int i = 0; i < fourth.length; i++) {
      fourth[i] = b[offset + 4 * i + 3];
    }
    Plane plane = new Plane(width, height, 1, fourth, null);
    return plane.isAll(0) || plane.isAll(65535) ? null : plane;
  }

  private static int number(byte[] b, int at, int size) {
    int value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | b[at + i] & 0xff;
    }
    return value;
  }

  private BmpFile() {}
}
