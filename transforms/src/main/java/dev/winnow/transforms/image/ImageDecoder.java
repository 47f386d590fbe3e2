package dev.winnow.transforms.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes JPEG, PNG, GIF (first frame), BMP, PGM and PPM to 8-bit grey or sRGB. Bytes and announced
 * pixels are held against caps before a pixel is decoded. Palettes are resolved, 16-bit samples
 * keep their upper 8 bits, alpha is dropped and not composited, grey images stay one channel.
 *
 * <p>A file whose data end early is refused, although the platform's JPEG reader would fill the
 * rest with grey. CMYK JPEG is refused as unsupported. Instances hold no state and may be shared.
 */
public final class ImageDecoder {

  private final long maxBytes;
  private final long maxPixels;

  /**
   * @param maxBytes most bytes of a file, at least 1
   * @param maxPixels most pixels that a header may announce, at least 1
   */
  public ImageDecoder(long maxBytes, long maxPixels) {
    if (maxBytes < 1 || maxPixels < 1) {
      throw new IllegalArgumentException(
          "maxBytes and maxPixels must be at least 1, got " + maxBytes + " and " + maxPixels);
    }
    this.maxBytes = maxBytes;
    this.maxPixels = maxPixels;
  }

  /** The header of bytes that meet the caps. */
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

  /** The pixels of bytes that meet the caps. */
  public RasterImage decode(byte[] bytes) throws ImageRejected {
    ImageHeader header = check(bytes);
    if (header.format().equals("pnm")) {
      return NetPbm.decode(bytes);
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName(header.format()).next();
    boolean[] cut = new boolean[1];
    try (ImageInputStream in = ImageHeader.stream(bytes)) {
      reader.setInput(in, false, true);
      reader.addIIOReadWarningListener(
          (source, warning) ->
              cut[0] |= warning.contains("remature end") || warning.contains("EOI"));
      BufferedImage decoded = reader.read(0);
      if (cut[0]) {
        throw new ImageRejected(
            ImageRejected.TRUNCATED,
            header.format() + " data end early, after " + bytes.length + " bytes");
      }
      return pixels(decoded);
    } catch (IOException | RuntimeException e) {
      if (String.valueOf(e.getMessage()).contains("Unsupported Image Type")) {
        throw new ImageRejected(
            ImageRejected.UNSUPPORTED_FORMAT, "JPEG must be grey or RGB, got CMYK or YCCK", e);
      }
      throw ImageHeader.damaged(header.format() + " data", bytes, e);
    } finally {
      reader.dispose();
    }
  }

  private static RasterImage pixels(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int bands = image.getRaster().getNumBands();
    boolean grey = bands <= 2 && !(image.getColorModel() instanceof java.awt.image.IndexColorModel);
    if (grey) {
      return new RasterImage(width, height, 1, grey(image.getRaster(), width, height, image));
    }
    byte[] rgb = new byte[width * height * 3];
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR
        && image.getRaster().getDataBuffer() instanceof DataBufferByte data
        && data.getData().length == rgb.length) {
      byte[] bgr = data.getData();
      for (int i = 0; i < rgb.length; i += 3) {
        rgb[i] = bgr[i + 2];
        rgb[i + 1] = bgr[i + 1];
        rgb[i + 2] = bgr[i];
      }
      return new RasterImage(width, height, 3, rgb);
    }
    int[] line = new int[width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, line, 0, width);
      for (int x = 0; x < width; x++) {
        rgb[at++] = (byte) (line[x] >> 16);
        rgb[at++] = (byte) (line[x] >> 8);
        rgb[at++] = (byte) line[x];
      }
    }
    return new RasterImage(width, height, 3, rgb);
  }

  /**
   * Samples as they are stored: the platform's colour conversion of linear grey would change them.
   */
  private static byte[] grey(Raster raster, int width, int height, BufferedImage image) {
    int bits = image.getColorModel().getComponentSize(0);
    byte[] grey = new byte[width * height];
    int[] line = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 0, line);
      for (int x = 0; x < width; x++) {
        int value = line[x];
        grey[y * width + x] =
            (byte)
                (bits == 8
                    ? value
                    : bits > 8 ? value >> (bits - 8) : value * 255 / ((1 << bits) - 1));
      }
    }
    return grey;
  }
}
