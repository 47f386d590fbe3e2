package dev.winnow.transforms.image;

import java.io.Serializable;
import java.util.Objects;

/**
 * Decoded 8-bit pixels in sRGB.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param pixels {@code byte[height * width * channels]}, row-major, channels interleaved, unsigned;
 *     not copied, so the caller must not change it afterwards
 */
public record RasterImage(int width, int height, int channels, byte[] pixels)
    implements Serializable {

  public RasterImage {
    Objects.requireNonNull(pixels, "pixels");
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "width and height must be at least 1, got " + width + " x " + height);
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels must be 1 or 3, got " + channels);
    }
    if (pixels.length != (long) width * height * channels) {
      throw new IllegalArgumentException(
          "pixels must hold "
              + (long) width * height * channels
              + " bytes for "
              + width
              + " x "
              + height
              + " x "
              + channels
              + ", got "
              + pixels.length);
    }
  }

  /** Returns true if the channels of every pixel are equal, so that the picture has no colour. */
  public boolean isGrey() {
    if (channels == 3) {
      for (int i = 0; i < pixels.length; i += 3) {
        if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2]) {
          return false;
        }
      }
    }
    return true;
  }
}
