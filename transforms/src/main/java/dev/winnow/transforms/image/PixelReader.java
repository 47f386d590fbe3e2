package dev.winnow.transforms.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Reads stored pictures of every format but pnm, before they are turned upright. The caller must
 * close it.
 */
final class PixelReader implements AutoCloseable {

  private final String format;
  private final byte[] bytes;
  private final ImageReader reader;
  private final ImageInputStream in;
  private final DrawnRows rows = new DrawnRows();
  private String damage;

  /**
   * @param bytes the whole file; for png and webp a file with one picture
   * @throws ImageRejected if the platform has no reader of the format
   */
  PixelReader(String format, byte[] bytes) throws ImageRejected {
    this(
        format,
        bytes,
        switch (format) {
          case "tiff" -> new ByteStream(bytes, 0);
          case "jpeg" -> ImageHeader.stream(JpegSegments.plain(bytes));
          default -> ImageHeader.stream(bytes);
        });
  }

  private PixelReader(String format, byte[] bytes, ImageInputStream in) throws ImageRejected {
    this.format = format;
    this.bytes = bytes;
    this.in = in;
    try {
      reader = ImageReaders.create(format);
    } catch (IOException e) {
      throw ImageHeader.damaged(format + " data", bytes, e);
    }
    reader.setInput(in, false, true);
    reader.addIIOReadWarningListener((source, warning) -> warned(warning));
    if (format.equals("gif")) {
      // This reader mistakes the end of the data for the end of the picture.
      reader.addIIOReadUpdateListener(rows);
    }
  }

  /** Decodes the bit stream of a WebP picture, lossless or lossy, in a file of its own. */
  static BufferedImage webp(byte[] plain, boolean lossless) throws ImageRejected {
    ByteStream stream = new ByteStream(plain, lossless ? 8 : 2);
    try (PixelReader reader = new PixelReader("webp", plain, stream)) {
      return reader.checked(() -> reader.reader.read(0));
    }
  }

  private interface Read<T> {
    T get() throws IOException, ImageRejected;
  }

  /** Reads something, and turns every failure of a reader into a refusal. */
  private <T> T checked(Read<T> read) throws ImageRejected {
    try {
      damage = null;
      T result = read.get();
      if (damage != null) {
        throw new ImageRejected(
            damage, format + " data end early or are damaged, " + bytes.length + " bytes");
      }
      return result;
    } catch (IOException | RuntimeException e) {
      if (String.valueOf(e.getMessage()).contains("Unsupported Image Type")) {
        throw new ImageRejected(
            ImageRejected.UNSUPPORTED_FORMAT, "JPEG must have 1, 3 or 4 components", e);
      }
      throw ImageHeader.damaged(format + " data", bytes, e);
    }
  }

  private void warned(String warning) {
    if (warning.contains("remature end") || warning.contains("EOI")) {
      damage = ImageRejected.TRUNCATED;
    }
  }

  /**
   * Decodes a JPEG, PNG or BMP.
   *
   * @throws ImageRejected with code truncated or corrupt for any damage, and with code
   *     unsupported_format for a JPEG of 2 or more than 4 components
   */
  Picture read() throws ImageRejected {
    return switch (format) {
      case "jpeg" -> checked(this::jpeg);
      case "png" -> checked(this::png);
      case "bmp" -> checked(() -> Samples.of(reader.read(0)).withHidden(BmpFile.fourth(bytes)));
      default -> throw new IllegalArgumentException("format must be jpeg, png or bmp: " + format);
    };
  }

  private Picture jpeg() throws IOException {
    JpegSegments segments = JpegSegments.read(bytes);
    Picture picture =
        segments.components() == 4
            ? Samples.storedCmyk(reader.readRaster(0, null), segments.adobeTransform() == 2)
            : Samples.of(reader.read(0));
    return picture.withFurther(JpegSegments.further(bytes));
  }

  /**
   * Decodes a JPEG again, without converting its samples by its colour profile to sRGB: the
   * conversion can give different samples the same colour. Null for a file without such a profile,
   * for which nothing is decoded.
   */
  Plane beforeProfile() throws ImageRejected {
    return checked(
        () -> {
          Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
          while (types.hasNext()) {
            ImageTypeSpecifier type = types.next();
            ColorSpace space = type.getColorModel().getColorSpace();
            if (space.getType() == ColorSpace.TYPE_RGB && !space.isCS_sRGB()) {
              return Samples.bands(reader.readRaster(0, null), 0, 3);
            }
          }
          return null;
        });
  }

  private Picture png() throws IOException {
    BufferedImage png = reader.read(0);
    // Byte 25 is the colour type; the reader turns grey of 1, 2 and 4 bits into palettes.
    if (bytes[25] == 0 && png.getRaster().getNumBands() == 1) {
      return Picture.opaque(Samples.grey(png));
    }
    Picture picture = Samples.of(png);
    if (bytes[25] != 0 || bytes[24] >= 8) {
      return picture;
    }
    // The reader compares the transparent value with samples that it has stretched to 8 bits.
    int transparent = PngFile.read(bytes, 1).transparentGrey() * 255 / ((1 << bytes[24]) - 1);
    byte[] grey = picture.colours().high();
    byte[] alpha = new byte[grey.length];
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = (byte) ((grey[i] & 0xff) == transparent ? 0 : 255);
    }
    return picture.withAlpha(new Plane(png.getWidth(), png.getHeight(), 1, alpha, null), false);
  }

  /** Decodes a frame of a GIF, from 0. */
  Picture gif(int frame) throws ImageRejected {
    return checked(
        () -> {
          rows.clear();
          Picture picture = Samples.of(reader.read(frame));
          if (rows.count() < picture.colours().height()) {
            damage = ImageRejected.TRUNCATED;
          }
          return picture;
        });
  }

  /** Decodes a page of a TIFF, from 0. */
  Picture tiff(int page, TiffFile tiff) throws ImageRejected {
    // The platform's reader serves better than the one of TwelveMonkeys: it reads every kind in
    // TiffFile, inverts white-is-zero, scales 12 bits, leaves CMYK samples as they are, and
    // registers no JPEG reader.
    return checked(
        () -> {
          BufferedImage image = reader.read(page);
          Picture picture = colours(image, tiff).withDeclared(tiff.declared());
          return tiff.isExact() ? picture : picture.withFurther(DigestUtils.sha256(bytes));
        });
  }

  private static Picture colours(BufferedImage image, TiffFile tiff) {
    Raster raster = image.getRaster();
    if (tiff.isCmyk()) {
      return Samples.cmyk(raster);
    }
    if (!tiff.isGrey() && raster.getNumBands() < 3) {
      return Samples.of(image);
    }
    // Raster samples where possible, because the colour model would apply the file's profile.
    int colours = tiff.isGrey() ? 1 : 3;
    Picture picture =
        Picture.opaque(tiff.isGrey() ? Samples.grey(image) : Samples.bands(raster, 0, 3));
    int first = colours;
    if (tiff.opacity() > 0 && raster.getNumBands() > colours) {
      picture = picture.withAlpha(Samples.bands(raster, first++, 1), tiff.opacity() == 1);
    }
    int rest = raster.getNumBands() - first;
    return rest > 0 ? picture.withHidden(Samples.bands(raster, first, rest)) : picture;
  }

  @Override
  public void close() {
    reader.dispose();
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array can't be closed", e);
    }
  }
}
