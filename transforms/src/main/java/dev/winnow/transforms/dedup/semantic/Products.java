package dev.winnow.transforms.dedup.semantic;

/** Rows as the columns of a matrix. */
final class Products {

  /**
   * @param rows {@code float[n * dim]}
   * @return {@code float[dim][n]}
   */
  static float[][] columns(float[] rows, int dim) {
    int n = rows.length / dim;
    float[][] columns = new float[dim][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < dim; j++) {
        columns[j][i] = rows[i * dim + j];
      }
    }
    return columns;
  }

  private Products() {}
}
