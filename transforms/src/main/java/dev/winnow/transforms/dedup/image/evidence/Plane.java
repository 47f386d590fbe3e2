package dev.winnow.transforms.dedup.image.evidence;

import dev.winnow.transforms.image.RasterImage;
import java.util.Arrays;

/**
 * One channel of a picture.
 *
 * @param width columns
 * @param height rows
 * @param values {@code [height * width]}, row-major; not copied
 */
record Plane(int width, int height, float[] values) {

  /** Returns a channel of a picture; each channel of a grey picture is its grey. */
  static Plane channel(RasterImage image, int channel) {
    float[] values = new float[image.width() * image.height()];
    int channels = image.channels();
    int offset = Math.min(channel, channels - 1);
    for (int i = 0; i < values.length; i++) {
      values[i] = image.pixels()[i * channels + offset] & 0xff;
    }
    return new Plane(image.width(), image.height(), values);
  }

  /** Returns the grey of a picture by Rec. 601. */
  static Plane grey(RasterImage image) {
    if (image.channels() == 1) {
      return channel(image, 0);
    }
    float[] values = new float[image.width() * image.height()];
    byte[] pixels = image.pixels();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          0.299f * (pixels[3 * i] & 0xff)
              + 0.587f * (pixels[3 * i + 1] & 0xff)
              + 0.114f * (pixels[3 * i + 2] & 0xff);
    }
    return new Plane(image.width(), image.height(), values);
  }

  /** Returns the plane after a Gaussian blur; the border is repeated outwards. */
  Plane blurred(double deviation) {
    int reach = (int) Math.ceil(2.5 * deviation);
    float[] weights = weights(deviation, reach);
    float[] across = new float[values.length];
    float[] padded = new float[width + 2 * reach];
    float[] sums = new float[width];
    for (int y = 0; y < height; y++) {
      int row = y * width;
      System.arraycopy(values, row, padded, reach, width);
      Arrays.fill(padded, 0, reach, values[row]);
      Arrays.fill(padded, reach + width, padded.length, values[row + width - 1]);
      scaled(padded, reach, weights[0], sums);
      int r = 1;
      for (; r < reach; r += 2) {
        addTwo(
            padded,
            reach - r,
            reach + r,
            weights[r],
            reach - r - 1,
            reach + r + 1,
            weights[r + 1],
            sums);
      }
      for (; r <= reach; r++) {
        addOne(padded, reach - r, reach + r, weights[r], sums);
      }
      System.arraycopy(sums, 0, across, row, width);
    }
    float[] blurred = new float[values.length];
    for (int y = 0; y < height; y++) {
      scaled(across, y * width, weights[0], sums);
      int r = 1;
      for (; r < reach; r += 2) {
        addTwo(
            across,
            row(y - r),
            row(y + r),
            weights[r],
            row(y - r - 1),
            row(y + r + 1),
            weights[r + 1],
            sums);
      }
      for (; r <= reach; r++) {
        addOne(across, row(y - r), row(y + r), weights[r], sums);
      }
      System.arraycopy(sums, 0, blurred, y * width, width);
    }
    return new Plane(width, height, blurred);
  }

  private static void scaled(float[] from, int at, float weight, float[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] = weight * from[at + x];
    }
  }

  private static void addOne(float[] from, int before, int after, float weight, float[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += weight * (from[before + x] + from[after + x]);
    }
  }

  /** Adds as two calls of {@link #addOne} do, and writes the sums once. */
  private static void addTwo(
      float[] from,
      int before,
      int after,
      float weight,
      int before1,
      int after1,
      float weight1,
      float[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] =
          sums[x]
              + weight * (from[before + x] + from[after + x])
              + weight1 * (from[before1 + x] + from[after1 + x]);
    }
  }

  /** Returns where a row begins; rows outside are those of the border. */
  private int row(int y) {
    return Math.max(0, Math.min(height - 1, y)) * width;
  }

  private static float[] weights(double deviation, int reach) {
    double[] curve = new double[reach + 1];
    double total = 0;
    for (int r = 0; r <= reach; r++) {
      curve[r] = StrictMath.exp(-0.5 * r * r / (deviation * deviation));
      total += r == 0 ? curve[r] : 2 * curve[r];
    }
    float[] weights = new float[reach + 1];
    for (int r = 0; r <= reach; r++) {
      weights[r] = (float) (curve[r] / total);
    }
    return weights;
  }

  /** Returns the difference of two planes of one size. */
  Plane minus(Plane other) {
    float[] rest = new float[values.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = values[i] - other.values[i];
    }
    return new Plane(width, height, rest);
  }

  /** Returns true if a place lies between the middles of the outermost pixels. */
  boolean holds(double x, double y) {
    return x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1;
  }
}
