package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Resampler;

/**
 * Picture as 64 x 64 grey levels, the only form that near deduplication reads. The whole picture is
 * resized to the square, so the square does not change if only the proportions change.
 *
 * @param levels {@code byte[64 * 64]}, row-major, unsigned; not copied
 */
record GreySquare(byte[] levels) {

  static final int SIDE = 64;

  /** Right half of a normal curve of deviation 1 pixel, from its middle to 3 pixels. */
  private static final float[] SMOOTHING = smoothing(3);

  GreySquare {
    if (levels.length != SIDE * SIDE) {
      throw new IllegalArgumentException(
          "levels must hold " + SIDE * SIDE + " bytes, got " + levels.length);
    }
  }

  /** Converts to grey by Rec. 601, in whole levels, then resizes with the triangle filter. */
  static GreySquare of(RasterImage image) {
    return new GreySquare(Resampler.bilinear(grey(image), SIDE, SIDE).pixels());
  }

  /** Converts to grey by Rec. 601, in whole levels. */
  static RasterImage grey(RasterImage image) {
    if (image.channels() == 1) {
      return image;
    }
    byte[] colours = image.pixels();
    byte[] grey = new byte[colours.length / 3];
    for (int i = 0; i < grey.length; i++) {
      int red = colours[3 * i] & 0xff;
      int green = colours[3 * i + 1] & 0xff;
      int blue = colours[3 * i + 2] & 0xff;
      grey[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
    }
    return new RasterImage(image.width(), image.height(), 1, grey);
  }

  /** Returns the levels after a Gaussian blur of deviation 1; the border is repeated outwards. */
  float[] smoothed() {
    int reach = SMOOTHING.length - 1;
    int wide = SIDE + 2 * reach;
    float[] line = new float[wide];
    float[] across = new float[wide * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < wide; x++) {
        line[x] = levels[y * SIDE + Math.min(SIDE - 1, Math.max(0, x - reach))] & 0xff;
      }
      blur(line, reach, 1, across, (y + reach) * SIDE);
    }
    for (int y = 0; y < reach; y++) {
      System.arraycopy(across, reach * SIDE, across, y * SIDE, SIDE);
      System.arraycopy(across, (SIDE + reach - 1) * SIDE, across, (SIDE + reach + y) * SIDE, SIDE);
    }
    float[] smooth = new float[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      blur(across, (y + reach) * SIDE, SIDE, smooth, y * SIDE);
    }
    return smooth;
  }

  /** Blurs the 64 values from {@code at}, whose neighbours are {@code step} before and after. */
  private static void blur(float[] values, int at, int step, float[] blurred, int to) {
    for (int x = 0; x < SIDE; x++) {
      blurred[to + x] = SMOOTHING[0] * values[at + x];
    }
    for (int r = 1; r < SMOOTHING.length; r++) {
      float weight = SMOOTHING[r];
      for (int x = 0; x < SIDE; x++) {
        blurred[to + x] += weight * (values[at + x - r * step] + values[at + x + r * step]);
      }
    }
  }

  private static float[] smoothing(int reach) {
    double[] weights = new double[reach + 1];
    double total = 0;
    for (int r = 0; r <= reach; r++) {
      weights[r] = StrictMath.exp(-0.5 * r * r);
      total += r == 0 ? weights[r] : 2 * weights[r];
    }
    float[] scaled = new float[reach + 1];
    for (int r = 0; r <= reach; r++) {
      scaled[r] = (float) (weights[r] / total);
    }
    return scaled;
  }
}
