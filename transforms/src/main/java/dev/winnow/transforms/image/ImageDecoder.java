package dev.winnow.transforms.image;

/**
 * Decodes JPEG, PNG, GIF, BMP, TIFF, WebP, PGM and PPM to 8-bit grey or sRGB. A file with several
 * pictures (pages, frames) gives the first one. The number of bytes and the announced number of
 * pixels are checked against caps before any pixel is decoded. Palettes are resolved, samples of
 * more than 8 bits are decoded by the range that they use ({@link UsedRange}), transparent pixels
 * show an opaque ground ({@link Ground}), and grey images stay one channel. The picture is turned
 * upright by its Exif orientation; a damaged Exif block counts as orientation 1.
 *
 * <p>A file whose data end early is refused, although the platform's readers would fill the rest
 * with grey or black. CMYK becomes RGB by plain multiplication, without a colour profile. Instances
 * hold no state and may be shared between threads.
 */
public final class ImageDecoder {

  private final long maxBytes;
  private final long maxPixels;

  /**
   * @param maxBytes largest size of a file in bytes, at least 1
   * @param maxPixels largest number of pixels that a header may announce, at least 1
   */
  public ImageDecoder(long maxBytes, long maxPixels) {
    if (maxBytes < 1 || maxPixels < 1) {
      throw new IllegalArgumentException(
          "maxBytes and maxPixels must be at least 1, got " + maxBytes + " and " + maxPixels);
    }
    this.maxBytes = maxBytes;
    this.maxPixels = maxPixels;
  }

  /** Checks the bytes against the caps and returns their header. */
  public ImageHeader check(byte[] bytes) throws ImageRejected {
    if (bytes.length > maxBytes) {
      throw new ImageRejected(
          ImageRejected.TOO_LARGE,
          "file must have at most " + maxBytes + " bytes, got " + bytes.length);
    }
    ImageHeader header = ImageHeader.read(bytes);
    if (header.width() < 1 || header.height() < 1) {
      throw new ImageRejected(
          ImageRejected.CORRUPT,
          "width and height must be at least 1, got " + header.width() + " x " + header.height());
    }
    long pixels = (long) header.width() * header.height();
    if (pixels > maxPixels) {
      throw new ImageRejected(
          ImageRejected.TOO_MANY_PIXELS,
          "image must have at most "
              + maxPixels
              + " pixels, header says "
              + header.width()
              + " x "
              + header.height());
    }
    return header;
  }

  /**
   * Checks the bytes against the caps and returns the upright pixels of the first picture, in the
   * size of the header.
   */
  public RasterImage decode(byte[] bytes) throws ImageRejected {
    ImageHeader header = check(bytes);
    try (Frames frames = Frames.open(header.format(), bytes)) {
      Picture stored = frames.read(0);
      return upright(header, Orientation.read(header.format(), bytes), stored).look().image();
    }
  }

  /**
   * Decodes a file as {@link #decode} does, and digests all samples of all its pictures. Pictures
   * after the first are decoded one by one, up to the cap of pixels for all together; a file with
   * more has the digest of its bytes. Damage in a picture after the first refuses no file.
   */
  public ExaminedImage examine(byte[] bytes) throws ImageRejected {
    ImageHeader header = check(bytes);
    Orientation orientation = Orientation.read(header.format(), bytes);
    try (Frames frames = Frames.open(header.format(), bytes)) {
      Picture first = upright(header, orientation, frames.whole());
      Picture.Look look = first.look();
      return new ExaminedImage(
          look.image(),
          frames.digest(first, orientation, bytes, maxPixels),
          orientation.value(),
          look.scaled());
    }
  }

  private static Picture upright(ImageHeader header, Orientation orientation, Picture stored)
      throws ImageRejected {
    Picture upright = orientation.upright(stored);
    Plane colours = upright.colours();
    if (colours.width() != header.width() || colours.height() != header.height()) {
      throw new ImageRejected(
          ImageRejected.CORRUPT,
          "pixels must be "
              + header.width()
              + " x "
              + header.height()
              + " as in the header, got "
              + colours.width()
              + " x "
              + colours.height());
    }
    return upright;
  }
}
