package dev.winnow.transforms.embed.fitted;

import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Resampler;
import java.io.Serializable;

/**
 * Parameters of the features of {@code patch-kmeans}: the size of the working images, the patches,
 * their whitening, the dictionary, and the pooling grid of {@link PatchPooling}.
 *
 * @param width width of the working images in pixels
 * @param height height of the working images in pixels
 * @param channels channels of the working images, 1 or 3
 * @param patch width and height of a patch
 * @param grid cells of the pooling grid per side
 * @param mean mean patch, {@code float[patch * patch * channels]}
 * @param whitening symmetric ZCA matrix, {@code float[d][d]}
 * @param atoms dictionary by dimension, {@code float[d][atoms]}
 * @param squares squared length of each atom
 */
record PatchFeatures(
    int width,
    int height,
    int channels,
    int patch,
    int grid,
    float[] mean,
    float[][] whitening,
    float[][] atoms,
    float[] squares)
    implements Serializable {

  /**
   * Constant added to a patch's variance, on the scale of 0 to 255, so that noise in flat patches
   * is not amplified.
   */
  private static final float CONTRAST = 10;

  int patchLength() {
    return patch * patch * channels;
  }

  /** Returns the number of features of an image. */
  int length() {
    return grid * grid * squares.length;
  }

  /**
   * Resizes an image to the working size and returns {@code float[height * width * channels]}, 0 to
   * 255.
   */
  static float[] working(RasterImage image, int width, int height, int channels) {
    RasterImage sized = Resampler.bilinear(image, width, height);
    byte[] pixels = sized.pixels();
    int n = width * height;
    float[] values = new float[n * channels];
    if (sized.channels() == channels) {
      for (int i = 0; i < values.length; i++) {
        values[i] = pixels[i] & 0xff;
      }
    } else if (channels == 3) {
      for (int i = 0; i < values.length; i++) {
        values[i] = pixels[i / 3] & 0xff;
      }
    } else {
      for (int i = 0; i < n; i++) {
        // Grey of a colour image as luma of Rec. 601.
        values[i] =
            0.299f * (pixels[3 * i] & 0xff)
                + 0.587f * (pixels[3 * i + 1] & 0xff)
                + 0.114f * (pixels[3 * i + 2] & 0xff);
      }
    }
    return values;
  }

  /** Returns the patches of a working image. */
  static Patches patches(float[] working, int width, int height, int channels, int patch) {
    return new Patches(working, width, height, channels, patch);
  }

  /**
   * Contrast-normalised patches of one image. A sum over a patch comes from sums over all pixels
   * above and to the left. For whole grey levels it has the bits of a direct sum over the patch,
   * because double holds these sums exactly.
   */
  static final class Patches {

    private final float[] working;
    private final int width;
    private final int channels;
    private final int patch;
    private final double[] sums;
    private final double[] squares;

    private Patches(float[] working, int width, int height, int channels, int patch) {
      this.working = working;
      this.width = width;
      this.channels = channels;
      this.patch = patch;
      this.sums = new double[(height + 1) * (width + 1)];
      this.squares = new double[sums.length];
      for (int y = 0; y < height; y++) {
        double sum = 0;
        double square = 0;
        for (int x = 0; x < width; x++) {
          for (int c = 0; c < channels; c++) {
            double v = working[(y * width + x) * channels + c];
            sum += v;
            square += v * v;
          }
          int at = (y + 1) * (width + 1) + x + 1;
          sums[at] = sums[at - width - 1] + sum;
          squares[at] = squares[at - width - 1] + square;
        }
      }
    }

    /**
     * Copies a patch: subtracts its mean, divides by its standard deviation, and subtracts another
     * patch.
     *
     * @param less patch that is subtracted at the end
     * @param into receives {@code patch * patch * channels} floats, beginning at {@code at}
     * @return false if the patch is constant
     */
    boolean normalised(int x, int y, float[] less, float[] into, int at) {
      int line = patch * channels;
      int d = patch * line;
      double mean = inPatch(sums, x, y) / d;
      double variance = Math.max(0, inPatch(squares, x, y) / d - mean * mean);
      float scale = (float) (1 / Math.sqrt(variance + CONTRAST));
      int j = 0;
      for (int row = 0; row < patch; row++) {
        int from = ((y + row) * width + x) * channels;
        for (int i = 0; i < line; i++, j++) {
          into[at + j] = (float) (working[from + i] - mean) * scale - less[j];
        }
      }
      return variance > 0.5;
    }

    private double inPatch(double[] sums, int x, int y) {
      int above = y * (width + 1) + x;
      int below = above + patch * (width + 1);
      return sums[below + patch] - sums[below] - sums[above + patch] + sums[above];
    }
  }
}
