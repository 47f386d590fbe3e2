package dev.winnow.transforms.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PackedColorModel;
import java.awt.image.Raster;

/**
 * Turns decoded samples into grey or RGB with their alpha. Samples of fewer than 8 bits are
 * stretched to 0 to 255; no bit of a sample is dropped.
 */
final class Samples {

  /**
   * Converts an image with its alpha: one or two bands without a palette to grey, all others to
   * RGB.
   */
  static Picture of(BufferedImage image) {
    Raster raster = image.getRaster();
    boolean alpha = image.getColorModel().hasAlpha();
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return palette(image, palette);
    }
    if (raster.getNumBands() <= 2) {
      return bands(image, 1, alpha);
    }
    if (!(image.getColorModel() instanceof PackedColorModel)
        && raster.getSampleModel().getSampleSize(0) > 8) {
      return bands(image, 3, alpha);
    }
    int width = image.getWidth();
    int height = image.getHeight();
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
      return Picture.opaque(new RasterImage(width, height, 3, rgb));
    }
    byte[] opacity = alpha ? new byte[width * height] : null;
    int[] line = new int[width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, line, 0, width);
      for (int x = 0; x < width; x++) {
        rgb[at++] = (byte) (line[x] >> 16);
        rgb[at++] = (byte) (line[x] >> 8);
        rgb[at++] = (byte) line[x];
        if (alpha) {
          opacity[y * width + x] = (byte) (line[x] >> 24);
        }
      }
    }
    Picture colours = Picture.opaque(new RasterImage(width, height, 3, rgb));
    return alpha ? colours.withAlpha(new Plane(width, height, 1, opacity, null), false) : colours;
  }

  /** Converts the raster of a WebP picture: red, green, blue and, if there is a fourth, alpha. */
  static Picture webp(Raster raster) {
    Picture colours = Picture.opaque(bands(raster, 0, 3));
    return raster.getNumBands() > 3 ? colours.withAlpha(bands(raster, 3, 1), false) : colours;
  }

  private static Picture bands(BufferedImage image, int colours, boolean alpha) {
    Picture opaque = Picture.opaque(bands(image.getRaster(), 0, colours));
    return alpha ? opaque.withAlpha(bands(image.getRaster(), colours, 1), false) : opaque;
  }

  /** Resolves a palette, also the colours of its transparent entries. */
  private static Picture palette(BufferedImage image, IndexColorModel palette) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[width * height * 3];
    byte[] alpha = palette.hasAlpha() ? new byte[width * height] : null;
    int[] line = new int[width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      image.getRaster().getSamples(0, y, width, 1, 0, line);
      for (int x = 0; x < width; x++) {
        int colour = colours[line[x]];
        rgb[at++] = (byte) (colour >> 16);
        rgb[at++] = (byte) (colour >> 8);
        rgb[at++] = (byte) colour;
        if (alpha != null) {
          alpha[y * width + x] = (byte) (colour >> 24);
        }
      }
    }
    Picture opaque = Picture.opaque(new RasterImage(width, height, 3, rgb));
    return alpha == null
        ? opaque
        : opaque.withAlpha(new Plane(width, height, 1, alpha, null), false);
  }

  /**
   * Returns the first band as one channel. The samples stay as stored, because the platform's
   * colour conversion of linear grey would change them. A palette must be a ramp of grey, and is
   * resolved.
   */
  static Plane grey(BufferedImage image) {
    if (!(image.getColorModel() instanceof IndexColorModel ramp)) {
      return bands(image.getRaster(), 0, 1);
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
    return new Plane(width, image.getHeight(), 1, grey, null);
  }

  /**
   * Returns {@code channels} bands without a conversion of the colour space. Samples of at most 8
   * bits are stretched to 8, deeper ones to 16.
   *
   * @param first band of the first channel, from 0
   */
  static Plane bands(Raster raster, int first, int channels) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] high = new byte[width * height * channels];
    byte[] low = raster.getSampleModel().getSampleSize(first) > 8 ? new byte[high.length] : null;
    int[] line = new int[width];
    for (int c = 0; c < channels; c++) {
      int bits = raster.getSampleModel().getSampleSize(first + c);
      int at = c;
      for (int y = 0; y < height; y++) {
        raster.getSamples(0, y, width, 1, first + c, line);
        for (int x = 0; x < width; x++, at += channels) {
          if (low == null) {
            high[at] = (byte) eight(line[x], bits);
          } else {
            int value = bits == 16 ? line[x] : line[x] * 65535 / ((1 << bits) - 1);
            high[at] = (byte) (value >> 8);
            low[at] = (byte) value;
          }
        }
      }
    }
    return low == null
        ? new Plane(width, height, channels, high, null)
        : Plane.of(width, height, channels, high, low);
  }

  /** Converts ink of cyan, magenta, yellow and black, 0 for none: R = (255 - C)(255 - K) / 255. */
  static Picture cmyk(Raster raster) {
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
  static Picture storedCmyk(Raster raster, boolean ycck) {
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

  private static Picture light(Raster raster, ToLight light) {
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
    // Different inks can give one colour.
    return Picture.opaque(new RasterImage(width, height, 3, rgb))
        .withHidden(bands(raster, 0, raster.getNumBands()));
  }

  private static int clamp(long value) {
    return (int) Math.max(0, Math.min(255, value));
  }

  private static int eight(int value, int bits) {
    return bits == 8 ? value : bits > 8 ? value >> (bits - 8) : value * 255 / ((1 << bits) - 1);
  }

  private Samples() {}
}
