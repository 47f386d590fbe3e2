package dev.winnow.transforms.embed;

import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Resampler;
import dev.winnow.transforms.kernel.Rows;
import java.util.Arrays;

/**
 * Patch arithmetic of {@code patch-kmeans}: images at the working size, contrast-normalised
 * patches, whitening, triangle activation, and mean pooling over a grid of cells.
 *
 * @param side working width and height in pixels
 * @param channels of the working images, 1 or 3
 * @param patch width and height of a patch
 * @param grid cells of the pooling grid a side
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
    implements java.io.Serializable {

  /**
   * Added to a patch's variance, on the scale of 0 to 255, so that flat patches are not blown up.
   */
  private static final float CONTRAST = 10;

  int patchLength() {
    return patch * patch * channels;
  }

  /** Number of features of an image. */
  int length() {
    return grid * grid * squares.length;
  }

  /** An image at a working size, as {@code float[height * width * channels]}, 0 to 255. */
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
        // Rec. 601 luma, the customary grey of a colour image.
        values[i] =
            0.299f * (pixels[3 * i] & 0xff)
                + 0.587f * (pixels[3 * i + 1] & 0xff)
                + 0.114f * (pixels[3 * i + 2] & 0xff);
      }
    }
    return values;
  }

  /**
   * Copies a patch, less its mean and over its standard deviation.
   *
   * @return false when the patch is constant
   */
  static boolean normalised(
      float[] image, int width, int channels, int patch, int x, int y, float[] into) {
    int line = patch * channels;
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < patch; row++) {
      int from = ((y + row) * width + x) * channels;
      for (int i = 0; i < line; i++) {
        float v = image[from + i];
        into[row * line + i] = v;
        sum += v;
        squares += (double) v * v;
      }
    }
    int d = into.length;
    double mean = sum / d;
    double variance = Math.max(0, squares / d - mean * mean);
    float scale = (float) (1 / Math.sqrt(variance + CONTRAST));
    for (int i = 0; i < d; i++) {
      into[i] = (float) (into[i] - mean) * scale;
    }
    return variance > 0.5;
  }

  /** {@code (patch - mean) whitening}. */
  void whiten(float[] normalised, float[] into) {
    for (int i = 0; i < normalised.length; i++) {
      normalised[i] -= mean[i];
    }
    Arrays.fill(into, 0f);
    Rows.multiplyAdd(normalised, 0, whitening, into);
  }

  /** The pooled activations of an image, {@code float[grid * grid * atoms]}. */
  float[] of(RasterImage image) {
    float[] working = working(image, width, height, channels);
    int across = width - patch + 1;
    int down = height - patch + 1;
    int k = squares.length;
    float[][] cells = new float[grid * grid][k];
    int[] counts = new int[grid * grid];
    float[] normalised = new float[patchLength()];
    float[] whitened = new float[patchLength()];
    float[] distances = new float[k];
    for (int y = 0; y < down; y++) {
      for (int x = 0; x < across; x++) {
        normalised(working, width, channels, patch, x, y, normalised);
        whiten(normalised, whitened);
        distances(whitened, distances);
        int cell = y * grid / down * grid + x * grid / across;
        counts[cell]++;
        activate(distances, (float) (sum(distances) / k), cells[cell]);
      }
    }
    float[] features = new float[cells.length * k];
    for (int cell = 0; cell < cells.length; cell++) {
      float scale = counts[cell] == 0 ? 0 : 1f / counts[cell];
      for (int i = 0; i < k; i++) {
        features[cell * k + i] = cells[cell][i] * scale;
      }
    }
    return features;
  }

  private void distances(float[] whitened, float[] distances) {
    Arrays.fill(distances, 0f);
    Rows.multiplyAdd(whitened, 0, atoms, distances);
    float own = 0;
    for (float v : whitened) {
      own += v * v;
    }
    roots(distances, squares, own);
  }

  private static void roots(float[] dots, float[] squares, float own) {
    for (int i = 0; i < dots.length; i++) {
      dots[i] = (float) Math.sqrt(Math.max(0f, own + squares[i] - 2 * dots[i]));
    }
  }

  private static double sum(float[] values) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 4 <= values.length; i += 4) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
    }
    for (; i < values.length; i++) {
      s0 += values[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  /** Adds max(0, mean - distance): the triangle activation of Coates, Lee and Ng. */
  private static void activate(float[] distances, float mean, float[] cell) {
    for (int i = 0; i < cell.length; i++) {
      cell[i] += Math.max(0f, mean - distances[i]);
    }
  }
}
