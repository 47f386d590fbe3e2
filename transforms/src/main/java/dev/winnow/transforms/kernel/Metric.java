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
   * The distance of a row to a centroid: cosine, in [0, 2], from the score of unit vectors, or
   * squared Euclidean, in double from the coordinates, since the score has lost the small
   * difference of two points far from the origin.
   *
   * @param rows row-major, with the row at {@code row}; as the centroids
   */
  public double distance(
      float score, float[] rows, int row, float[] centroids, int cluster, int dim) {
    if (this == COSINE) {
      return Math.max(0, Math.min(2, 1.0 - score));
    }
    double squares = 0;
    for (int j = 0; j < dim; j++) {
      double difference = (double) rows[row * dim + j] - centroids[cluster * dim + j];
      squares += difference * difference;
    }
    return squares;
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
