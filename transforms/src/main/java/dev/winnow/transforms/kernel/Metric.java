package dev.winnow.transforms.kernel;

/** Metric by which a centroid is the nearest of a row. */
public enum Metric {
  /**
   * The greatest dot product, which is the score. For unit vectors it gives the least cosine
   * distance, {@code 1 - score}.
   */
  COSINE,
  /**
   * The least squared Euclidean distance, found as the greatest score {@code x.c - |c|^2 / 2}; the
   * distance is {@code |x|^2 - 2 score}.
   */
  SQUARED_EUCLIDEAN;

  /**
   * Returns the distance of a row to a centroid. The cosine distance, in [0, 2], follows from the
   * score of unit vectors. The squared Euclidean distance is computed in double from the
   * coordinates, since the score has lost the small difference of two points far from the origin.
   *
   * @param rows matrix of rows, row-major like the centroids
   * @param row index of the row
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

  /** Returns the value from which the score of each centroid starts; null for zeros. */
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
