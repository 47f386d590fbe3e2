package dev.winnow.transforms.score;

/**
 * Cosine distances to centroids: the hardness of metric {@code prototype}. They are computed in
 * double, in the order of the dimensions; the lengths of both vectors are divided out. Any number
 * of threads may use one instance.
 */
public final class CosineDistances {

  private final float[] centroids;
  private final int dim;
  private final double[] lengths;

  /**
   * @param centroids {@code float[k * dim]}
   */
  public CosineDistances(float[] centroids, int dim) {
    this.centroids = centroids;
    this.dim = dim;
    this.lengths = new double[centroids.length / dim];
    for (int i = 0; i < lengths.length; i++) {
      double squares = 0;
      for (int j = i * dim; j < (i + 1) * dim; j++) {
        squares += (double) centroids[j] * centroids[j];
      }
      lengths[i] = Math.sqrt(squares);
    }
  }

  /**
   * Returns the distance of a row to a centroid, in [0, 2]; NaN if one of them is zero.
   *
   * @param rows {@code float[n * dim]}
   */
  public double distance(float[] rows, int row, int cluster) {
    int at = row * dim;
    int c = cluster * dim;
    double products = 0;
    double squares = 0;
    for (int j = 0; j < dim; j++) {
      double x = rows[at + j];
      products += x * centroids[c + j];
      squares += x * x;
    }
    double similarity = products / (lengths[cluster] * Math.sqrt(squares));
    return Math.max(0, Math.min(2, 1 - similarity));
  }
}
