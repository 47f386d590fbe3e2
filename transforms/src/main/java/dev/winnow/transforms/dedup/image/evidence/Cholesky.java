package dev.winnow.transforms.dedup.image.evidence;

/** Solves small systems of linear equations with a symmetric, positive definite matrix. */
final class Cholesky {

  /** Share of a diagonal number that must remain for the system to be solvable. */
  private static final double LEAST = 1e-9;

  /**
   * Returns the solution; null if the matrix is not positive definite in double precision.
   *
   * @param left {@code [n * n]}, of which the lower half is read and overwritten
   * @param right {@code [n]}
   */
  static double[] solve(double[] left, double[] right) {
    int n = right.length;
    double[] solution = right.clone();
    for (int j = 0; j < n; j++) {
      double whole = left[j * n + j];
      double rest = whole;
      for (int k = 0; k < j; k++) {
        rest -= left[j * n + k] * left[j * n + k];
      }
      if (!(rest > LEAST * whole) || rest == 0) {
        return null;
      }
      left[j * n + j] = Math.sqrt(rest);
      for (int i = j + 1; i < n; i++) {
        double sum = left[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= left[i * n + k] * left[j * n + k];
        }
        left[i * n + j] = sum / left[j * n + j];
      }
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        solution[i] -= left[i * n + k] * solution[k];
      }
      solution[i] /= left[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        solution[i] -= left[k * n + i] * solution[k];
      }
      solution[i] /= left[i * n + i];
    }
    return solution;
  }

  private Cholesky() {}
}
