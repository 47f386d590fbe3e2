package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Resampler;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Edits that people make before they publish pictures again. They take colour pictures of any size.
 */
final class ImageEdits {

  /** Maps a place of the edited picture to one of the source, both in [0, 1]. */
  private interface Warp {
    double[] source(double x, double y);
  }

  static RasterImage mirrored(RasterImage image) {
    return warped(image, (x, y) -> new double[] {1 - x, y});
  }

  /**
   * Cuts out a part of the picture and enlarges it to the picture's size.
   *
   * @param left left edge of the part, in [0, 1 - part]
   * @param top upper edge of the part, in [0, 1 - part]
   */
  static RasterImage cropped(RasterImage image, double part, double left, double top) {
    return warped(image, (x, y) -> new double[] {left + part * x, top + part * y});
  }

  static RasterImage centreCropped(RasterImage image, double part) {
    return cropped(image, part, (1 - part) / 2, (1 - part) / 2);
  }

  /** Widens the picture by a factor, and cuts it to its size again. */
  static RasterImage stretched(RasterImage image, double factor) {
    return warped(image, (x, y) -> new double[] {0.5 + (x - 0.5) / factor, y});
  }

  /** Rotates the picture about its middle; the corners repeat the border. */
  static RasterImage rotated(RasterImage image, double degrees) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    double ratio = (double) image.width() / image.height();
    return warped(
        image,
        (x, y) -> {
          double u = (x - 0.5) * ratio;
          double v = y - 0.5;
          return new double[] {0.5 + (u * cos - v * sin) / ratio, 0.5 + u * sin + v * cos};
        });
  }

  static RasterImage grey(RasterImage image) {
    byte[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i += 3) {
      double red = pixels[i] & 0xff;
      byte luma =
          level(0.299 * red + 0.587 * (pixels[i + 1] & 0xff) + 0.114 * (pixels[i + 2] & 0xff));
      pixels[i] = pixels[i + 1] = pixels[i + 2] = luma;
    }
    return withPixels(image, pixels);
  }

  /** Adds normal noise to every channel, with a standard deviation in levels. */
  static RasterImage noisy(RasterImage image, double deviation, SplittableRandom random) {
    byte[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = level((pixels[i] & 0xff) + deviation * gaussian(random));
    }
    return withPixels(image, pixels);
  }

  private static double gaussian(SplittableRandom random) {
    double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return radius * Math.cos(2 * Math.PI * random.nextDouble());
  }

  static RasterImage gamma(RasterImage image, double exponent) {
    byte[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = level(255 * Math.pow((pixels[i] & 0xff) / 255.0, exponent));
    }
    return withPixels(image, pixels);
  }

  /** Draws a black bar over the lowest part, with white marks like words. */
  static RasterImage captioned(RasterImage image, double part, SplittableRandom random) {
    byte[] pixels = image.pixels().clone();
    int height = image.height();
    int top = (int) Math.round(height * (1 - part));
    int bar = height - top;
    int letter = Math.max(1, bar / 6);
    boolean[] marks = new boolean[image.width() / letter + 1];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = random.nextInt(3) > 0;
    }
    for (int y = top; y < height; y++) {
      boolean line = y - top >= bar / 3 && y - top < 2 * bar / 3;
      for (int x = 0; x < image.width(); x++) {
        byte value = line && marks[x / letter] ? (byte) 255 : 0;
        int at = 3 * (y * image.width() + x);
        pixels[at] = pixels[at + 1] = pixels[at + 2] = value;
      }
    }
    return withPixels(image, pixels);
  }

  /** Shrinks the whole picture and puts it in a white frame. */
  static RasterImage bordered(RasterImage image, double part) {
    int width = (int) Math.round(image.width() * (1 - 2 * part));
    int height = (int) Math.round(image.height() * (1 - 2 * part));
    RasterImage small = Resampler.bilinear(image, width, height);
    byte[] pixels = new byte[image.pixels().length];
    Arrays.fill(pixels, (byte) 255);
    int left = (image.width() - width) / 2;
    int top = (image.height() - height) / 2;
    for (int y = 0; y < height; y++) {
      System.arraycopy(
          small.pixels(), 3 * y * width, pixels, 3 * ((top + y) * image.width() + left), 3 * width);
    }
    return withPixels(image, pixels);
  }

  /** Blurs the picture by three means over a square, which is close to a Gaussian blur. */
  static RasterImage blurred(RasterImage image, int radius) {
    RasterImage result = image;
    for (int pass = 0; pass < 3; pass++) {
      result = mean(result, radius);
    }
    return result;
  }

  private static RasterImage mean(RasterImage image, int radius) {
    byte[] pixels = new byte[image.pixels().length];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        for (int c = 0; c < 3; c++) {
          int sum = 0;
          for (int dy = -radius; dy <= radius; dy++) {
            for (int dx = -radius; dx <= radius; dx++) {
              sum += sample(image, x + dx, y + dy, c);
            }
          }
          pixels[3 * (y * image.width() + x) + c] =
              level((double) sum / ((2 * radius + 1) * (2 * radius + 1)));
        }
      }
    }
    return withPixels(image, pixels);
  }

  /** Shrinks the picture and enlarges it again. */
  static RasterImage downscaled(RasterImage image, int side) {
    return Resampler.bilinear(Resampler.bilinear(image, side, side), image.width(), image.height());
  }

  private static RasterImage warped(RasterImage image, Warp warp) {
    int width = image.width();
    int height = image.height();
    byte[] pixels = new byte[image.pixels().length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double[] from = warp.source((x + 0.5) / width, (y + 0.5) / height);
        double px = from[0] * width - 0.5;
        double py = from[1] * height - 0.5;
        int left = (int) Math.floor(px);
        int top = (int) Math.floor(py);
        for (int c = 0; c < 3; c++) {
          double above =
              mix(sample(image, left, top, c), sample(image, left + 1, top, c), px - left);
          double under =
              mix(sample(image, left, top + 1, c), sample(image, left + 1, top + 1, c), px - left);
          pixels[3 * (y * width + x) + c] = level(mix(above, under, py - top));
        }
      }
    }
    return withPixels(image, pixels);
  }

  private static double mix(double a, double b, double share) {
    return a + share * (b - a);
  }

  private static int sample(RasterImage image, int x, int y, int c) {
    int column = Math.max(0, Math.min(image.width() - 1, x));
    int row = Math.max(0, Math.min(image.height() - 1, y));
    return image.pixels()[3 * (row * image.width() + column) + c] & 0xff;
  }

  private static byte level(double value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value)));
  }

  private static RasterImage withPixels(RasterImage image, byte[] pixels) {
    return new RasterImage(image.width(), image.height(), 3, pixels);
  }

  private ImageEdits() {}
}
