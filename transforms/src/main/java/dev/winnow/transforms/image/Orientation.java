package dev.winnow.transforms.image;

import java.util.zip.CRC32;

/**
 * Orientation of a stored picture: tag 274 of a TIFF file, or of the Exif block of a JPEG (APP1),
 * PNG (eXIf) or WebP (EXIF). Files without such a block, with a damaged one, or with a value
 * outside 1 to 8 count as upright, because damaged metadata say nothing about the pixels.
 *
 * @param value 1 upright; 2 mirrored left to right; 3 turned by 180 degrees; 4 mirrored top to
 *     bottom; 5 transposed; 6 needs a turn by 90 degrees clockwise; 7 transposed over the other
 *     diagonal; 8 needs a turn by 270 degrees clockwise
 */
record Orientation(int value) {

  /** Reads the orientation of a whole file. */
  static Orientation read(String format, byte[] bytes) {
    return switch (format) {
      case "jpeg" -> {
        JpegSegments segments = JpegSegments.read(bytes);
        yield block(bytes, segments.exifStart(), segments.exifEnd());
      }
      case "png" -> png(bytes);
      case "tiff" -> block(bytes, 0, bytes.length);
      case "webp" -> webp(bytes);
      default -> new Orientation(1);
    };
  }

  /**
   * Reads the orientation of an Exif block, with or without "Exif" and two zeros at its beginning.
   */
  static Orientation block(byte[] bytes, int start, int end) {
    int mark = end - start > 6 && Signature.text(bytes, start).equals("Exif") ? start + 6 : start;
    if (end <= mark) {
      return new Orientation(1);
    }
    try {
      long value = TiffDirectory.read(bytes, mark, end).value(TiffDirectory.ORIENTATION, 1);
      return new Orientation(value >= 1 && value <= 8 ? (int) value : 1);
    } catch (ImageRejected e) {
      return new Orientation(1);
    }
  }

  private static Orientation webp(byte[] bytes) {
    try {
      WebpFile file = WebpFile.read(bytes);
      return block(bytes, file.exifStart(), file.exifEnd());
    } catch (ImageRejected e) {
      return new Orientation(1);
    }
  }

  private static Orientation png(byte[] b) {
    int at = 8;
    while (at + 12 <= b.length) {
      long length = number(b, at);
      if (length > b.length - at - 12) {
        break;
      }
      int data = at + 8;
      int end = data + (int) length;
      if (Signature.text(b, at + 4).equals("eXIf")) {
        CRC32 crc = new CRC32();
        crc.update(b, at + 4, 4 + (int) length);
        return crc.getValue() == number(b, end) ? block(b, data, end) : new Orientation(1);
      }
      at = end + 4;
    }
    return new Orientation(1);
  }

  private static long number(byte[] b, int at) {
    return (b[at] & 0xffL) << 24
        | (b[at + 1] & 0xff) << 16
        | (b[at + 2] & 0xff) << 8
        | b[at + 3] & 0xff;
  }

  /** Returns the header of the upright picture for a stored width and height. */
  ImageHeader header(String format, int width, int height) {
    return value < 5
        ? new ImageHeader(format, width, height)
        : new ImageHeader(format, height, width);
  }

  /** Turns a stored picture upright. */
  RasterImage upright(RasterImage stored) {
    if (value == 1) {
      return stored;
    }
    int right = stored.width() - 1;
    int bottom = stored.height() - 1;
    int channels = stored.channels();
    int width = value < 5 ? stored.width() : stored.height();
    int height = value < 5 ? stored.height() : stored.width();
    byte[] from = stored.pixels();
    byte[] to = new byte[from.length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column =
            switch (value) {
              case 2, 3 -> right - x;
              case 4 -> x;
              case 5, 6 -> y;
              default -> right - y;
            };
        int row =
            switch (value) {
              case 2 -> y;
              case 3, 4 -> bottom - y;
              case 5, 8 -> x;
              default -> bottom - x;
            };
        int source = (row * stored.width() + column) * channels;
        for (int c = 0; c < channels; c++) {
          to[at++] = from[source + c];
        }
      }
    }
    return new RasterImage(width, height, channels, to);
  }
}
