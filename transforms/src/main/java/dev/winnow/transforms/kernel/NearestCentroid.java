package dev.winnow.transforms.kernel;

import java.util.Arrays;

/**
 * Finds the most similar of k centroids for rows of unit length.
 *
 * <p>Similarity is the dot product as one chain of float fused multiply-adds over the dimensions in
 * order, so its bits depend on the two vectors only: not on tiling, on the number of rows in a call
 * or on the width of the machine's vectors. Ties go to the lower index. Centroids are packed once,
 * by panels of at most {@value #PANEL} with the dimension outside: the inner loop runs over whole
 * small arrays, the one shape that the JIT compiler turns into vector instructions here, and n x k
 * similarities are never stored.
 *
 * <p>An instance belongs to one thread; {@link #sharing} gives another thread its own scratch over
 * the same packed centroids.
 */
public final class NearestCentroid {

  private static final int PANEL = 256;

  private final int k;
  private final int dim;
  private final float[][][] packed;
  private final float[][] scratch;

  /**
   * @param centroids {@code float[k * dim]}, row-major
   * @throws IllegalArgumentException when the length is not a positive multiple of {@code dim}
   */
  public NearestCentroid(float[] centroids, int dim) {
    if (dim < 1 || centroids.length == 0 || centroids.length % dim != 0) {
      throw new IllegalArgumentException(
          "centroids must hold k * dim floats with k and dim at least 1, got "
              + centroids.length
              + " floats for dim "
              + dim);
    }
    this.k = centroids.length / dim;
    this.dim = dim;
    this.packed = pack(centroids, k, dim);
    this.scratch = scratchFor(packed);
  }

  private NearestCentroid(NearestCentroid other) {
    this.k = other.k;
    this.dim = other.dim;
    this.packed = other.packed;
    this.scratch = scratchFor(packed);
  }

  /** A kernel on the same centroids for another thread. */
  public NearestCentroid sharing() {
    return new NearestCentroid(this);
  }

  public int k() {
    return k;
  }

  public int dim() {
    return dim;
  }

  /**
   * Assigns rows to centroids.
   *
   * @param rows {@code float[(offset + n) * dim]} at least, row-major; finite
   * @param offset first row
   * @param n number of rows
   * @param cluster receives the index of the most similar centroid, at 0..n-1
   * @param similarity receives the dot product with it, at 0..n-1
   */
  public void assign(float[] rows, int offset, int n, int[] cluster, float[] similarity) {
    Arrays.fill(similarity, 0, n, Float.NEGATIVE_INFINITY);
    Arrays.fill(cluster, 0, n, 0);
    for (int panel = 0; panel < packed.length; panel++) {
      int width = Math.min(PANEL, k - panel * PANEL);
      float[] dots = scratch[panel];
      for (int row = 0; row < n; row++) {
        dots(rows, (offset + row) * dim, packed[panel], dots);
        keepBest(dots, width, panel * PANEL, row, cluster, similarity);
      }
    }
  }

  private static void dots(float[] rows, int start, float[][] panel, float[] dots) {
    Arrays.fill(dots, 0f);
    Rows.multiplyAdd(rows, start, panel, dots);
  }

  /**
   * Panels come in ascending order and only a greater similarity wins: the lower index keeps a tie.
   */
  private static void keepBest(
      float[] dots, int width, int first, int row, int[] cluster, float[] similarity) {
    float best = similarity[row];
    int bestAt = -1;
    for (int c = 0; c < width; c++) {
      if (dots[c] > best) {
        best = dots[c];
        bestAt = c;
      }
    }
    if (bestAt >= 0) {
      similarity[row] = best;
      cluster[row] = first + bestAt;
    }
  }

  private static float[][] scratchFor(float[][][] packed) {
    float[][] scratch = new float[packed.length][];
    for (int panel = 0; panel < packed.length; panel++) {
      scratch[panel] = new float[packed[panel][0].length];
    }
    return scratch;
  }

  private static float[][][] pack(float[] centroids, int k, int dim) {
    float[][][] packed = new float[(k + PANEL - 1) / PANEL][dim][];
    for (int panel = 0; panel < packed.length; panel++) {
      int first = panel * PANEL;
      int width = Math.min(PANEL, k - first);
      int padded = (width + 15) / 16 * 16;
      for (int j = 0; j < dim; j++) {
        float[] column = new float[padded];
        for (int c = 0; c < width; c++) {
          column[c] = centroids[(first + c) * dim + j];
        }
        packed[panel][j] = column;
      }
    }
    return packed;
  }
}
