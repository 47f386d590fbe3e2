package dev.winnow.transforms.experiment.learn;

/** Solver of symmetric positive definite systems, by Cholesky factors in a fixed order. */
final class PositiveDefinite {

  /**
   * Solves {@code matrix * x = right} for all columns of the right side.
   *
   * @param matrix n x n; overwritten with its lower factor
   * @param right n rows; overwritten with the solution
   * @return the right side
   * @throws ArithmeticException if the matrix is not positive definite
   */
  static double[][] solve(double[][] matrix, double[][] right) {
    int n = matrix.length;
    for (int i = 0; i < n; i++) {
      double[] row = matrix[i];
      for (int j = 0; j <= i; j++) {
        double[] other = matrix[j];
        double sum = row[j];
        for (int k = 0; k < j; k++) {
          sum -= row[k] * other[k];
        }
        if (i == j) {
          if (!(sum > 0)) {
            throw new ArithmeticException("matrix is not positive definite at row " + i);
          }
          row[i] = Math.sqrt(sum);
        } else {
          row[j] = sum / other[j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        subtract(right[i], right[k], matrix[i][k]);
      }
      divide(right[i], matrix[i][i]);
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        subtract(right[i], right[k], matrix[k][i]);
      }
      divide(right[i], matrix[i][i]);
    }
    return right;
  }

  private static void subtract(double[] from, double[] row, double factor) {
    for (int c = 0; c < from.length; c++) {
      from[c] -= factor * row[c];
    }
  }

  private static void divide(double[] row, double by) {
    for (int c = 0; c < row.length; c++) {
      row[c] /= by;
    }
  }

  private PositiveDefinite() {}
}
