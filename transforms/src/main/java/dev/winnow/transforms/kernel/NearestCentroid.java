package dev.winnow.transforms.kernel;

/**
 * Finds the nearest of k centroids for rows of floats.
 *
 * <p>A score is one chain of float fused multiply-adds over the dimensions in order. So its bits
 * depend only on the two vectors, not on tiling, on the number of rows in a call, or on the width
 * of the machine's vectors. Ties go to the lower index. Centroids are packed once, and the n x k
 * scores are never stored.
 *
 * <p>Any number of threads may use one instance. {@link #close} frees memory outside of the heap; a
 * later call allocates it again.
 */
public interface NearestCentroid extends AutoCloseable {

  /** Packs unit vectors for a search by cosine. */
  static NearestCentroid of(float[] centroids, int dim) {
    return of(centroids, dim, Metric.COSINE);
  }

  /**
   * Packs centroids for this JVM's kernel.
   *
   * @param centroids {@code float[k * dim]}, row-major; finite
   * @throws IllegalArgumentException when the length is not a positive multiple of {@code dim}
   */
  static NearestCentroid of(float[] centroids, int dim, Metric metric) {
    return of(centroids, dim, metric, Kernels.chosen());
  }

  /** Packs centroids for a given kernel. */
  static NearestCentroid of(float[] centroids, int dim, Metric metric, DenseKernel kernel) {
    if (dim < 1 || centroids.length == 0 || centroids.length % dim != 0) {
      throw new IllegalArgumentException(
          "centroids must hold k * dim floats with k and dim at least 1, got "
              + centroids.length
              + " floats for dim "
              + dim);
    }
    return kernel.nearest(centroids, dim, metric.bias(centroids, dim));
  }

  int k();

  int dim();

  /** Returns the number of rows for which a call is efficient; with fewer, each row costs more. */
  default int batch() {
    return 1;
  }

  @Override
  default void close() {}

  /**
   * Assigns rows to centroids.
   *
   * @param rows {@code float[(offset + n) * dim]} or longer, row-major; finite
   * @param offset first row
   * @param n number of rows
   * @param cluster receives the index of the nearest centroid, at 0..n-1
   * @param score receives its score, at 0..n-1; {@link Metric} defines the scores
   */
  default void assign(float[] rows, int offset, int n, int[] cluster, float[] score) {
    assign(rows, offset, n, k(), 0, cluster, score);
    for (int row = 0; row < n; row++) {
      // A row that is not finite has no nearest centroid.
      cluster[row] = Math.max(cluster[row], 0);
    }
  }

  /**
   * Assigns each row to one of the centroids before it: row i to one of index below {@code first +
   * i}. With the rows of a cluster as centroids, this is the pairwise maximum over earlier rows, at
   * half the number of products.
   *
   * @param cluster receives -1 where there is no earlier centroid
   * @param score receives negative infinity where there is no earlier centroid
   */
  default void assignToEarlier(
      float[] rows, int offset, int n, int first, int[] cluster, float[] score) {
    assign(rows, offset, n, first, 1, cluster, score);
  }

  /**
   * Assigns row i to one of the centroids of index below {@code limit + i * step}.
   *
   * @param step 0 or 1
   * @param cluster receives -1 where there is no such centroid
   * @param score receives negative infinity where there is no such centroid
   */
  void assign(float[] rows, int offset, int n, int limit, int step, int[] cluster, float[] score);
}
