package dev.winnow.transforms.kernel;

/** What "nearest" means. */
public enum Metric {
  /** The greatest dot product; of unit vectors, the least cosine distance {@code 1 - score}. */
  COSINE,
  /**
   * The least squared Euclidean distance, as the greatest {@code x.c - |c|^2 / 2}: the distance is
   * {@code |x|^2 - 2 score}.
   */
  SQUARED_EUCLIDEAN;

  /**
   * The distance behind a score: the cosine distance in [0, 2] of unit vectors, or the squared
   * Euclidean distance, at least 0.
   *
   * @param rows row-major, with the row of that score at {@code row}
   */
  public double distance(float score, float[] rows, int row, int dim) {
    if (this == COSINE) {
      return Math.max(0, Math.min(2, 1.0 - score));
    }
    double squares = 0;
    for (int j = row * dim; j < (row + 1) * dim; j++) {
      squares += (double) rows[j] * rows[j];
    }
    return Math.max(0, squares - 2.0 * score);
  }

  /** What each centroid's score starts from; null for nothing. */
  float[] bias(float[] centroids, int dim) {
    if (this == COSINE) {
      return null;
    }
    float[] bias = new float[centroids.length / dim];
    for (int c = 0; c < bias.length; c++) {
      double squares = 0;
      for (int j = 0; j < dim; j++) {
        squares += (double) centroids[c * dim + j] * centroids[c * dim + j];
      }
      bias[c] = (float) (-squares / 2);
    }
    return bias;
  }
}
