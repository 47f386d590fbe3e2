package dev.winnow.transforms.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PackedColorModel;
import java.awt.image.Raster;

/**
 * Turns decoded samples into 8-bit grey or RGB. Samples of more than 8 bits keep their upper 8,
 * samples of fewer bits are stretched to 0 to 255, and bands after the colours (alpha) are dropped.
 */
final class Samples {

  /** Converts an image: one or two bands without a palette to grey, all others to RGB. */
  static RasterImage of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    if (raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel)) {
      return grey(image);
    }
    if (raster.getNumBands() >= 3
        && !(image.getColorModel() instanceof PackedColorModel)
        && raster.getSampleModel().getSampleSize(0) > 8) {
      return bands(raster, 3);
    }
    byte[] rgb = new byte[width * height * 3];
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR
        && raster.getDataBuffer() instanceof DataBufferByte data
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
   * Returns the first band as one channel. The samples stay as stored, because the platform's
   * colour conversion of linear grey would change them. A palette must be a ramp of grey, and is
   * resolved.
   */
  static RasterImage grey(BufferedImage image) {
    if (!(image.getColorModel() instanceof IndexColorModel ramp)) {
      return bands(image.getRaster(), 1);
    }
    int width = image.getWidth();
    byte[] grey = new byte[width * image.getHeight()];
    int[] line = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getSamples(0, y, width, 1, 0, line);
      for (int x = 0; x < width; x++) {
        grey[y * width + x] = (byte) ramp.getRed(line[x]);
      }
    }
    return new RasterImage(width, image.getHeight(), 1, grey);
  }

  /** Returns the first {@code channels} bands without a conversion of the colour space. */
  static RasterImage bands(Raster raster, int channels) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] pixels = new byte[width * height * channels];
    int[] line = new int[width];
    for (int c = 0; c < channels; c++) {
      int bits = raster.getSampleModel().getSampleSize(c);
      int at = c;
      for (int y = 0; y < height; y++) {
        raster.getSamples(0, y, width, 1, c, line);
        for (int x = 0; x < width; x++, at += channels) {
          pixels[at] = (byte) eight(line[x], bits);
        }
      }
    }
    return new RasterImage(width, height, channels, pixels);
  }

  /** Converts ink of cyan, magenta, yellow and black, 0 for none: R = (255 - C)(255 - K) / 255. */
  static RasterImage cmyk(Raster raster) {
    int bits = raster.getSampleModel().getSampleSize(0);
    return light(
        raster,
        p -> {
          for (int i = 0; i < 4; i++) {
            p[i] = 255 - eight(p[i], bits);
          }
        });
  }

  /**
   * Converts the four components of a JPEG, which hold light instead of ink: R = C'K' / 255. Every
   * writer since Adobe's first stores light, with or without Adobe's segment.
   *
   * @param ycck true if the first three are YCbCr; the light is then 255 minus their RGB
   */
  static RasterImage storedCmyk(Raster raster, boolean ycck) {
    return light(
        raster,
        p -> {
          if (ycck) {
            int y = p[0];
            double cb = p[1] - 128;
            double cr = p[2] - 128;
            p[0] = 255 - clamp(Math.round(y + 1.402 * cr));
            p[1] = 255 - clamp(Math.round(y - 0.344136 * cb - 0.714136 * cr));
            p[2] = 255 - clamp(Math.round(y + 1.772 * cb));
          }
        });
  }

  private interface ToLight {
    void convert(int[] pixel);
  }

  private static RasterImage light(Raster raster, ToLight light) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] rgb = new byte[width * height * 3];
    int[] p = new int[raster.getNumBands()];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.getPixel(raster.getMinX() + x, raster.getMinY() + y, p);
        light.convert(p);
        for (int c = 0; c < 3; c++) {
          // Rounds to the nearest; 255 is odd, so there are no ties.
          rgb[at++] = (byte) ((p[c] * p[3] + 127) / 255);
        }
      }
    }
    return new RasterImage(width, height, 3, rgb);
  }

  private static int clamp(long value) {
    return (int) Math.max(0, Math.min(255, value));
  }

  private static int eight(int value, int bits) {
    return bits == 8 ? value : bits > 8 ? value >> (bits - 8) : value * 255 / ((1 << bits) - 1);
  }

  private Samples() {}
}
