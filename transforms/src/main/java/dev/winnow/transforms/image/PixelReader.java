package dev.winnow.transforms.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads the stored pixels of every format but pnm, before they are turned upright. */
final class PixelReader {

  private final String format;
  private final byte[] bytes;
  private String damage;

  PixelReader(String format, byte[] bytes) {
    this.format = format;
    this.bytes = bytes;
  }

  /**
   * Decodes the first picture.
   *
   * @throws ImageRejected with code truncated or corrupt for any damage, and with code
   *     unsupported_format for a JPEG of 2 or more than 4 components
   */
  RasterImage read() throws ImageRejected {
    ImageReader reader = null;
    try (ImageInputStream in = stream()) {
      reader = ImageReaders.create(format);
      reader.setInput(in, false, true);
      reader.addIIOReadWarningListener((source, warning) -> warned(warning));
      DrawnRows rows = new DrawnRows();
      if (format.equals("gif")) {
        // This reader mistakes the end of the data for the end of the picture.
        reader.addIIOReadUpdateListener(rows);
      }
      RasterImage image = read(reader);
      if (format.equals("gif") && rows.count() < image.height()) {
        damage = ImageRejected.TRUNCATED;
      }
      if (damage != null) {
        throw new ImageRejected(
            damage, format + " data end early or are damaged, " + bytes.length + " bytes");
      }
      return image;
    } catch (IOException | RuntimeException e) {
      if (String.valueOf(e.getMessage()).contains("Unsupported Image Type")) {
        throw new ImageRejected(
            ImageRejected.UNSUPPORTED_FORMAT, "JPEG must have 1, 3 or 4 components", e);
      }
      throw ImageHeader.damaged(format + " data", bytes, e);
    } finally {
      if (reader != null) {
        reader.dispose();
      }
    }
  }

  private ImageInputStream stream() throws ImageRejected {
    return switch (format) {
      case "webp" -> {
        WebpFile file = WebpFile.read(bytes);
        yield new ByteStream(file.plain(bytes), file.isLossless(bytes) ? 8 : 2);
      }
      case "tiff" -> new ByteStream(bytes, 0);
      default -> ImageHeader.stream(bytes);
    };
  }

  private void warned(String warning) {
    if (warning.contains("remature end") || warning.contains("EOI")) {
      damage = ImageRejected.TRUNCATED;
    }
  }

  private RasterImage read(ImageReader reader) throws IOException, ImageRejected {
    switch (format) {
      case "jpeg":
        JpegSegments segments = JpegSegments.read(bytes);
        return segments.components() == 4
            ? Samples.storedCmyk(reader.readRaster(0, null), segments.adobeTransform() == 2)
            : Samples.of(reader.read(0));
      case "webp":
        return Samples.bands(reader.read(0).getRaster(), 3);
      case "tiff":
        // The platform's reader serves better than the one of TwelveMonkeys: it reads every kind in
        // TiffFile, inverts white-is-zero, scales 12 bits, leaves CMYK samples as they are, and
        // registers no JPEG reader.
        TiffFile tiff = TiffFile.read(bytes);
        BufferedImage page = reader.read(0);
        if (tiff.isCmyk()) {
          return Samples.cmyk(page.getRaster());
        }
        // Raster samples where possible, because the colour model would apply the file's profile.
        return tiff.isGrey()
            ? Samples.grey(page)
            : page.getRaster().getNumBands() < 3
                ? Samples.of(page)
                : Samples.bands(page.getRaster(), 3);
      case "png":
        BufferedImage png = reader.read(0);
        // Byte 25 is the colour type; the reader turns grey of 1, 2 and 4 bits into palettes.
        return bytes[25] == 0 ? Samples.grey(png) : Samples.of(png);
      default:
        return Samples.of(reader.read(0));
    }
  }
}
