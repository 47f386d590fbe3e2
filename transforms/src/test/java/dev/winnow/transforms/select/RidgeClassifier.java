package dev.winnow.transforms.select;

import java.util.List;

/** Accuracy of a linear classifier that is trained on some of the rows. */
final class RidgeClassifier {

  private static final int CLASSES = LongTailFashion.CLASSES;
  private static final double RIDGE = 0.1;

  /**
   * Returns the mean over the classes of the share of test rows that a ridge classifier predicts
   * correctly.
   */
  static double accuracy(
      float[][] train, int[] labels, List<Integer> rows, float[][] test, int[] testLabels) {
    int dim = train[0].length + 1;
    double[][] normal = new double[dim][dim];
    double[][] right = new double[dim][CLASSES];
    for (int row : rows) {
      double[] x = with1(train[row]);
      for (int i = 0; i < dim; i++) {
        for (int j = 0; j <= i; j++) {
          normal[i][j] += x[i] * x[j];
        }
        right[i][labels[row]] += x[i];
      }
    }
    for (int i = 0; i < dim; i++) {
      normal[i][i] += RIDGE;
    }
    solve(normal, right);
    double[] correct = new double[CLASSES];
    double[] all = new double[CLASSES];
    for (int row = 0; row < test.length; row++) {
      double[] x = with1(test[row]);
      double[] scores = new double[CLASSES];
      for (int i = 0; i < dim; i++) {
        for (int c = 0; c < CLASSES; c++) {
          scores[c] += x[i] * right[i][c];
        }
      }
      int best = 0;
      for (int c = 1; c < CLASSES; c++) {
        best = scores[c] > scores[best] ? c : best;
      }
      all[testLabels[row]]++;
      correct[testLabels[row]] += best == testLabels[row] ? 1 : 0;
    }
    double mean = 0;
    for (int c = 0; c < CLASSES; c++) {
      mean += correct[c] / all[c] / CLASSES;
    }
    return mean;
  }

  private static double[] with1(float[] row) {
    double[] x = new double[row.length + 1];
    for (int i = 0; i < row.length; i++) {
      x[i] = row[i];
    }
    x[row.length] = 1;
    return x;
  }

  /** Solves for the right-hand sides in place, by Cholesky's method on the lower triangle. */
  private static void solve(double[][] a, double[][] b) {
    int n = a.length;
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= a[i][k] * a[j][k];
        }
        a[i][j] = i == j ? Math.sqrt(sum) : sum / a[j][j];
      }
    }
    for (int c = 0; c < b[0].length; c++) {
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < i; k++) {
          b[i][c] -= a[i][k] * b[k][c];
        }
        b[i][c] /= a[i][i];
      }
      for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++) {
          b[i][c] -= a[k][i] * b[k][c];
        }
        b[i][c] /= a[i][i];
      }
    }
  }

  private RidgeClassifier() {}
}
