package dev.winnow.transforms.embed.fitted;

import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.kernel.Rows;
import dev.winnow.transforms.kernel.SymmetricEigen;
import dev.winnow.transforms.kernel.SymmetricProducts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Fits the encoder {@code patch-kmeans}: a dictionary of whitened patches, triangle activations
 * pooled over a grid, and their whitened principal components. The fit uses neither labels nor
 * other data. The components are fitted on 10,000 images spread evenly over the corpus, or on four
 * images per feature (14,400 with the defaults) if that is more.
 *
 * <p>The result depends on the images, their order and the seed only: seeded draws place the
 * patches, sums have a fixed order for any number of threads, and the signs of components are
 * fixed. Memory: about {@code 4 patches d + 10 features^2} bytes, 160 MB with the defaults.
 *
 * @see <a href="https://proceedings.mlr.press/v15/coates11a.html">Coates, Lee and Ng 2011</a>
 */
public final class PatchKmeans {

  /**
   * Options of a fit.
   *
   * @param dim length of the vectors, 1 to 4096
   * @param seed seed of all random draws
   * @param atoms size of the dictionary, at least 2
   * @param patch side of a patch in pixels, at least 2
   * @param grid cells of the pooling grid per side, at least 1
   * @param patches number of patches for the fit of the dictionary, at least 1
   * @param iterations iterations of the dictionary's k-means, at least 1
   */
  public record Options(
      int dim, long seed, int atoms, int patch, int grid, int patches, int iterations) {

    public Options {
      require(dim >= 1 && dim <= 4096, "dim must be in [1, 4096], got " + dim);
      require(atoms >= 2, "atoms must be at least 2, got " + atoms);
      require(patch >= 2, "patch must be at least 2, got " + patch);
      require(grid >= 1, "grid must be at least 1, got " + grid);
      require(patches >= 1, "patches must be at least 1, got " + patches);
      require(iterations >= 1, "iterations must be at least 1, got " + iterations);
    }

    /** Returns the default options for a length and a seed. */
    public static Options of(int dim, long seed) {
      return new Options(dim, seed, 400, 7, 3, 150_000, 15);
    }

    private static void require(boolean holds, String message) {
      if (!holds) {
        throw new IllegalArgumentException(message);
      }
    }
  }

  /** Side of the working images for corpora of several or large sizes. */
  private static final int WORKING_SIDE = 32;

  /** Longest side up to which images of one size are not resized. */
  private static final int UNRESIZED = 40;

  private static final double ZCA = 0.1;

  /**
   * Share of the greatest eigenvalue that is added to all eigenvalues when the components are
   * whitened.
   */
  private static final double WHITENING = 0.01;

  private static final int BLOCK = 256;

  /**
   * Images per feature for the fit of the components. A covariance is stable with a few rows per
   * feature, and more rows would take most of the time of the fit.
   */
  private static final int IMAGES_A_FEATURE = 4;

  private static final int LEAST_IMAGES = 10_000;

  private final List<RasterImage> images;
  private final Options options;
  private final int width;
  private final int height;
  private final int channels;
  private final int patch;

  private PatchKmeans(List<RasterImage> images, Options options) {
    this.images = images;
    this.options = options;
    RasterImage first = images.get(0);
    boolean unresized =
        Math.max(first.width(), first.height()) <= UNRESIZED
            && images.stream()
                .allMatch(i -> i.width() == first.width() && i.height() == first.height());
    this.width = unresized ? first.width() : WORKING_SIDE;
    this.height = unresized ? first.height() : WORKING_SIDE;
    this.channels = images.stream().allMatch(i -> i.channels() == 1) ? 1 : 3;
    this.patch = Math.min(options.patch(), Math.min(width, height));
  }

  /**
   * Fits the encoder on images. Their order must not depend on the partitioning.
   *
   * @throws IllegalArgumentException if there is no image
   */
  public static PatchKmeansModel fit(List<RasterImage> images, Options options) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("images must hold at least one image, got none");
    }
    return new PatchKmeans(images, options).fit();
  }

  private PatchKmeansModel fit() {
    float[][] sample = samplePatches();
    int d = patch * patch * channels;
    float[] mean = mean(sample, d);
    for (float[] row : sample) {
      for (int i = 0; i < d; i++) {
        row[i] -= mean[i];
      }
    }
    float[][] whitening = zca(sample);
    float[][] whitened = Rows.product(sample, whitening);
    float[][] dictionary =
        new PatchDictionary(whitened, options.atoms(), options.iterations(), options.seed()).fit();
    float[][] byDimension = new float[d][dictionary.length];
    float[] squares = new float[dictionary.length];
    for (int k = 0; k < dictionary.length; k++) {
      for (int i = 0; i < d; i++) {
        byDimension[i][k] = dictionary[k][i];
        squares[k] += dictionary[k][i] * dictionary[k][i];
      }
    }
    PatchFeatures patches =
        new PatchFeatures(
            width, height, channels, patch, options.grid(), mean, whitening, byDimension, squares);
    return components(patches);
  }

  private float[][] samplePatches() {
    int each = Math.max(1, (options.patches() + images.size() - 1) / images.size());
    int across = width - patch + 1;
    int down = height - patch + 1;
    float[][][] found =
        IntStream.range(0, images.size())
            .parallel()
            .mapToObj(
                index -> {
                  float[] working =
                      PatchFeatures.working(images.get(index), width, height, channels);
                  SplittableRandom random =
                      new SplittableRandom(options.seed() * 0x9E3779B97F4A7C15L + index);
                  PatchFeatures.Patches all =
                      PatchFeatures.patches(working, width, height, channels, patch);
                  float[] nothing = new float[patch * patch * channels];
                  List<float[]> patches = new ArrayList<>(each);
                  for (int i = 0; i < each; i++) {
                    float[] into = new float[patch * patch * channels];
                    if (all.normalised(
                        random.nextInt(across), random.nextInt(down), nothing, into, 0)) {
                      patches.add(into);
                    }
                  }
                  return patches.toArray(new float[0][]);
                })
            .toArray(float[][][]::new);
    List<float[]> all = new ArrayList<>();
    for (float[][] part : found) {
      all.addAll(List.of(part));
    }
    if (all.isEmpty()) {
      all.add(new float[patch * patch * channels]);
    }
    return all.toArray(new float[0][]);
  }

  private static float[] mean(float[][] rows, int d) {
    double[] sums = new double[d];
    for (float[] row : rows) {
      for (int i = 0; i < d; i++) {
        sums[i] += row[i];
      }
    }
    float[] mean = new float[d];
    for (int i = 0; i < d; i++) {
      mean[i] = (float) (sums[i] / rows.length);
    }
    return mean;
  }

  /** Returns V (L + ZCA)^-1/2 V^T for the covariance V L V^T. */
  private static float[][] zca(float[][] centered) {
    double[][] covariance = Rows.gram(centered);
    int d = covariance.length;
    for (double[] row : covariance) {
      for (int i = 0; i < d; i++) {
        row[i] /= centered.length;
      }
    }
    SymmetricEigen eigen = SymmetricEigen.all(covariance);
    float[][] whitening = new float[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double sum = 0;
        for (int e = 0; e < d; e++) {
          sum +=
              eigen.vectors()[e][i]
                  * eigen.vectors()[e][j]
                  / Math.sqrt(Math.max(0, eigen.values()[e]) + ZCA);
        }
        whitening[i][j] = (float) sum;
      }
    }
    return whitening;
  }

  private PatchKmeansModel components(PatchFeatures patches) {
    int length = patches.length();
    int n = (int) Math.min(images.size(), Math.max(LEAST_IMAGES, (long) IMAGES_A_FEATURE * length));
    float[] shift = null;
    double[] sums = new double[length];
    SymmetricProducts products = new SymmetricProducts(length);
    PatchPooling pooling = new PatchPooling(patches);
    for (int first = 0; first < n; first += BLOCK) {
      float[][] block =
          IntStream.range(first, Math.min(n, first + BLOCK))
              .parallel()
              .mapToObj(i -> pooling.pool(images.get((int) ((long) i * images.size() / n))))
              .toArray(float[][]::new);
      if (shift == null) {
        // Products of shifted features keep digits that products of the plain features would lose.
        shift = mean(block, length);
      }
      for (float[] row : block) {
        for (int i = 0; i < length; i++) {
          row[i] -= shift[i];
          sums[i] += row[i];
        }
      }
      products.add(block);
    }
    float[] center = new float[length];
    double[] mean = new double[length];
    for (int i = 0; i < length; i++) {
      mean[i] = sums[i] / n;
      center[i] = (float) (shift[i] + mean[i]);
    }
    float[][] covariance = products.matrix();
    for (int i = 0; i < length; i++) {
      for (int j = 0; j < length; j++) {
        covariance[i][j] = (float) (covariance[i][j] / n - mean[i] * mean[j]);
      }
    }
    int wanted = Math.min(options.dim(), Math.min(length, Math.max(1, n - 1)));
    SymmetricEigen eigen = SymmetricEigen.top(covariance, wanted, options.seed());
    float[][] projection = new float[length][options.dim()];
    double greatest = Math.max(eigen.values()[0], 1e-30);
    for (int e = 0; e < eigen.values().length; e++) {
      double scale = 1 / Math.sqrt(eigen.values()[e] + WHITENING * greatest);
      for (int i = 0; i < length; i++) {
        projection[i][e] = (float) (eigen.vectors()[e][i] * scale);
      }
    }
    return new PatchKmeansModel(patches, options.dim(), center, projection);
  }
}
