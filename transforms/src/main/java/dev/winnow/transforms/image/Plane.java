package dev.winnow.transforms.image;

import java.util.Arrays;

/**
 * Samples of a picture as 16-bit numbers, in two arrays of bytes: a picture of 8 bits needs only
 * one.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param channels samples per pixel, at least 1
 * @param high upper bytes, {@code byte[height * width * channels]}, row-major, channels interleaved
 * @param low lower bytes in the same order; null if every lower byte equals its upper byte, so that
 *     8 bits say all: v of 8 bits is 257 v of 16 bits
 */
record Plane(int width, int height, int channels, byte[] high, byte[] low) {

  /** Makes a plane of 8-bit samples. */
  static Plane of(RasterImage image) {
    return new Plane(image.width(), image.height(), image.channels(), image.pixels(), null);
  }

  /** Makes a plane, without the lower bytes if they equal the upper ones. */
  static Plane of(int width, int height, int channels, byte[] high, byte[] low) {
    return new Plane(width, height, channels, high, Arrays.equals(high, low) ? null : low);
  }

  /** Returns the sample at an index of the arrays, 0 to 65535. */
  int sample(int index) {
    int upper = high[index] & 0xff;
    return upper << 8 | (low == null ? upper : low[index] & 0xff);
  }

  /** Returns true if every sample has this value. */
  boolean isAll(int value) {
    for (int i = 0; i < high.length; i++) {
      if (sample(i) != value) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the upper bytes as a picture; the channels must be 1 or 3. The pixels are not copied.
   */
  RasterImage upper() {
    return new RasterImage(width, height, channels, high);
  }
}
