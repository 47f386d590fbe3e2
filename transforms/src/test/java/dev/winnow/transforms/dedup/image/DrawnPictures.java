package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.image.RasterImage;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** Pictures for tests: soft discs of many sizes and colours, all different for each seed. */
final class DrawnPictures {

  private static final Map<Long, RasterImage> DRAWN = new ConcurrentHashMap<>();

  /**
   * Returns a picture of 128 x 128 pixels, which is drawn once. Callers must not change its pixels.
   */
  static RasterImage drawn(long seed) {
    return DRAWN.computeIfAbsent(seed, once -> drawn(once, 128, 128));
  }

  static RasterImage drawn(long seed, int width, int height) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] colours = new double[3 * width * height];
    Arrays.fill(colours, 128);
    for (int disc = 0; disc < 60; disc++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      double radius = 0.03 + 0.15 * random.nextDouble();
      double[] colour = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
      for (int i = 0; i < width * height; i++) {
        double dx = ((i % width + 0.5) / width - x) / radius;
        double dy = ((i / width + 0.5) / height - y) / radius;
        double squares = dx * dx + dy * dy;
        if (squares < 2.25) {
          double share = Math.min(1, 1.5 - Math.sqrt(squares));
          for (int c = 0; c < 3; c++) {
            colours[3 * i + c] += share * (colour[c] - colours[3 * i + c]);
          }
        }
      }
    }
    byte[] pixels = new byte[colours.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(colours[i]);
    }
    return new RasterImage(width, height, 3, pixels);
  }

  static RasterImage blank(int width, int height, int level) {
    byte[] pixels = new byte[3 * width * height];
    Arrays.fill(pixels, (byte) level);
    return new RasterImage(width, height, 3, pixels);
  }

  private DrawnPictures() {}
}
