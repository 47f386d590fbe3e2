package dev.winnow.transforms.embed.fitted;

import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.MatrixProduct;
import java.util.Arrays;

/**
 * Computes the pooled activations of images, with whitening and dot products for many patches at
 * once. The sums of an image depend on that image only. Any number of threads may use one instance.
 */
final class PatchPooling {

  /** Patches per block, so that their distances to all atoms fit in the second-level cache. */
  private static final int CHUNK = 120;

  private final PatchFeatures patches;
  private final DenseKernel kernel = Kernels.chosen();
  private final MatrixProduct whitening;
  private final MatrixProduct atoms;

  PatchPooling(PatchFeatures patches) {
    this.patches = patches;
    this.whitening = MatrixProduct.of(patches.whitening());
    this.atoms = MatrixProduct.of(patches.atoms());
  }

  /** Returns the pooled activations of an image, {@code float[grid * grid * atoms]}. */
  float[] pool(RasterImage image) {
    int across = patches.width() - patches.patch() + 1;
    int down = patches.height() - patches.patch() + 1;
    int n = across * down;
    int d = patches.patchLength();
    int k = patches.squares().length;
    int grid = patches.grid();
    float[] whitened = whitened(image, across, down);
    float[] squares = squaredLengths(whitened, d);
    float[][] cells = new float[grid * grid][k];
    int[] counts = new int[grid * grid];
    float[] dots = new float[Math.min(CHUNK, n) * k];
    for (int first = 0; first < n; first += CHUNK) {
      int size = Math.min(CHUNK, n - first);
      Arrays.fill(dots, 0f);
      atoms.add(whitened, first * d, size, dots, 0);
      for (int i = 0; i < size; i++) {
        int y = (first + i) / across;
        int x = (first + i) % across;
        int cell = y * grid / down * grid + x * grid / across;
        counts[cell]++;
        kernel.addTriangle(dots, i * k, squares[first + i], patches.squares(), cells[cell]);
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

  /** Returns all whitened patches of an image, line by line: {@code float[patches * d]}. */
  private float[] whitened(RasterImage image, int across, int down) {
    float[] working =
        PatchFeatures.working(image, patches.width(), patches.height(), patches.channels());
    int d = patches.patchLength();
    float[] normalised = new float[across * down * d];
    PatchFeatures.Patches found =
        PatchFeatures.patches(
            working, patches.width(), patches.height(), patches.channels(), patches.patch());
    for (int i = 0; i < across * down; i++) {
      found.normalised(i % across, i / across, patches.mean(), normalised, i * d);
    }
    float[] whitened = new float[normalised.length];
    whitening.add(normalised, 0, across * down, whitened, 0);
    return whitened;
  }

  /**
   * Returns the squared lengths of rows. Each sum is one chain of additions; four chains run at a
   * time, because every addition of a chain waits for the one before it.
   */
  private static float[] squaredLengths(float[] rows, int d) {
    int n = rows.length / d;
    float[] squares = new float[n];
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      int at = i * d;
      float s0 = 0;
      float s1 = 0;
      float s2 = 0;
      float s3 = 0;
      for (int j = at; j < at + d; j++) {
        s0 += rows[j] * rows[j];
        s1 += rows[j + d] * rows[j + d];
        s2 += rows[j + 2 * d] * rows[j + 2 * d];
        s3 += rows[j + 3 * d] * rows[j + 3 * d];
      }
      squares[i] = s0;
      squares[i + 1] = s1;
      squares[i + 2] = s2;
      squares[i + 3] = s3;
    }
    for (; i < n; i++) {
      for (int j = i * d; j < (i + 1) * d; j++) {
        squares[i] += rows[j] * rows[j];
      }
    }
    return squares;
  }
}
