package dev.winnow.transforms.dedup.image.evidence;

import dev.winnow.transforms.image.RasterImage;

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
    for (int y = 0; y < height; y++) {
      blur(y * width, 1, width, weights, values, across);
    }
    float[] blurred = new float[values.length];
    for (int x = 0; x < width; x++) {
      blur(x, width, height, weights, across, blurred);
    }
    return new Plane(width, height, blurred);
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

  /** Blurs the {@code count} values that begin at {@code at} and lie {@code step} apart. */
  private static void blur(int at, int step, int count, float[] weights, float[] from, float[] to) {
    int reach = weights.length - 1;
    for (int i = 0; i < count; i++) {
      float sum = weights[0] * from[at + i * step];
      if (i >= reach && i < count - reach) {
        for (int r = 1; r <= reach; r++) {
          sum += weights[r] * (from[at + (i - r) * step] + from[at + (i + r) * step]);
        }
      } else {
        for (int r = 1; r <= reach; r++) {
          sum +=
              weights[r]
                  * (from[at + Math.max(0, i - r) * step]
                      + from[at + Math.min(count - 1, i + r) * step]);
        }
      }
      to[at + i * step] = sum;
    }
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

  /** Interpolates between the four nearest pixels; outside of the plane, its border is repeated. */
  float at(double x, double y) {
    double column = Math.max(0, Math.min(width - 1, x));
    double row = Math.max(0, Math.min(height - 1, y));
    int left = (int) column;
    int top = (int) row;
    int right = Math.min(width - 1, left + 1);
    int under = Math.min(height - 1, top + 1);
    float share = (float) (column - left);
    float a = values[top * width + left];
    float b = values[under * width + left];
    float above = a + share * (values[top * width + right] - a);
    float below = b + share * (values[under * width + right] - b);
    return above + (float) (row - top) * (below - above);
  }
}
