package dev.winnow.transforms.image;

/**
 * Decodes JPEG, PNG, GIF, BMP, TIFF, WebP, PGM and PPM to 8-bit grey or sRGB. A file with several
 * pictures (pages, frames) gives the first one. The number of bytes and the announced number of
 * pixels are checked against caps before any pixel is decoded. Palettes are resolved, samples of
 * more than 8 bits keep their upper 8, alpha is dropped without compositing, and grey images stay
 * one channel. The picture is turned upright by its Exif orientation; a damaged Exif block counts
 * as orientation 1.
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
   * Checks the bytes against the caps and returns the upright pixels, in the size of the header.
   */
  public RasterImage decode(byte[] bytes) throws ImageRejected {
    ImageHeader header = check(bytes);
    if (header.format().equals("pnm")) {
      return NetPbm.decode(bytes);
    }
    RasterImage stored = new PixelReader(header.format(), bytes).read();
    RasterImage upright = Orientation.read(header.format(), bytes).upright(stored);
    if (upright.width() != header.width() || upright.height() != header.height()) {
      throw new ImageRejected(
          ImageRejected.CORRUPT,
          "pixels must be "
              + header.width()
              + " x "
              + header.height()
              + " as in the header, got "
              + upright.width()
              + " x "
              + upright.height());
    }
    return upright;
  }
}
