package dev.winnow.transforms.image;

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
      case "png" -> PngFile.read(bytes, Frames.MOST).orientation();
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

  /** Returns the header of the upright picture for a stored width and height. */
  ImageHeader header(String format, int width, int height) {
    return value < 5
        ? new ImageHeader(format, width, height)
        : new ImageHeader(format, height, width);
  }

  /** Turns a stored picture upright, with all its samples. */
  Picture upright(Picture stored) {
    return value == 1
        ? stored
        : new Picture(
            upright(stored.colours()),
            stored.alpha() == null ? null : upright(stored.alpha()),
            stored.premultiplied(),
            stored.hidden() == null ? null : upright(stored.hidden()),
            stored.declared(),
            stored.further());
  }

  private Plane upright(Plane stored) {
    return new Plane(
        value < 5 ? stored.width() : stored.height(),
        value < 5 ? stored.height() : stored.width(),
        stored.channels(),
        upright(stored, stored.high()),
        stored.low() == null ? null : upright(stored, stored.low()));
  }

  private byte[] upright(Plane stored, byte[] from) {
    int right = stored.width() - 1;
    int bottom = stored.height() - 1;
    int channels = stored.channels();
    int width = value < 5 ? stored.width() : stored.height();
    int height = value < 5 ? stored.height() : stored.width();
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
    return to;
  }
}
