package dev.winnow.transforms.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Eigenvectors of symmetric matrices, greatest eigenvalues first. In each vector the component of
 * greatest magnitude is positive (ties: the first).
 *
 * @param values descending
 * @param vectors {@code vectors[i]} is the unit eigenvector of {@code values[i]}
 */
public record SymmetricEigen(double[] values, double[][] vectors) {

  private static final int ITERATIONS = 12;
  private static final int OVERSAMPLE = 32;

  /** Computes all eigenpairs, for up to a few hundred dimensions. */
  public static SymmetricEigen all(double[][] symmetric) {
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(symmetric, false));
    int n = symmetric.length;
    Integer[] order = new Integer[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    Arrays.sort(
        order,
        (a, b) -> {
          int byValue = Double.compare(eigen.getRealEigenvalue(b), eigen.getRealEigenvalue(a));
          return byValue != 0 ? byValue : Integer.compare(a, b);
        });
    double[] values = new double[n];
    double[][] vectors = new double[n][];
    for (int i = 0; i < n; i++) {
      values[i] = eigen.getRealEigenvalue(order[i]);
      vectors[i] = signed(eigen.getEigenvector(order[i]).toArray());
    }
    return new SymmetricEigen(values, vectors);
  }

  /**
   * Computes the {@code count} greatest eigenpairs of a large positive semi-definite matrix, by
   * block subspace iteration with {@value #OVERSAMPLE} extra vectors and a last Rayleigh-Ritz step.
   * The result does not depend on the number of threads. Cost: {@value #ITERATIONS} iterations of
   * {@code 2 d^2 (count + 32)} operations each.
   *
   * @param symmetric {@code float[d][d]}
   */
  public static SymmetricEigen top(float[][] symmetric, int count, long seed) {
    int d = symmetric.length;
    int width = Math.min(d, count + OVERSAMPLE);
    SplittableRandom random = new SplittableRandom(seed);
    float[][] block = new float[d][width];
    for (float[] row : block) {
      for (int j = 0; j < width; j++) {
        row[j] = random.nextBoolean() ? 1 : -1;
      }
    }
    for (int i = 1; i < ITERATIONS; i++) {
      block = nearlyOrthonormal(Rows.product(symmetric, block));
    }
    float[][] basis = orthonormal(Rows.product(symmetric, block));
    double[][] small = Rows.gram(basis, Rows.product(symmetric, basis));
    for (int a = 0; a < width; a++) {
      for (int b = 0; b < a; b++) {
        small[a][b] = small[b][a] = (small[a][b] + small[b][a]) / 2;
      }
    }
    SymmetricEigen ritz = all(small);
    int wanted = Math.min(count, width);
    double[] values = new double[wanted];
    double[][] vectors = new double[wanted][];
    for (int i = 0; i < wanted; i++) {
      values[i] = Math.max(0, ritz.values[i]);
    }
    IntStream.range(0, wanted)
        .parallel()
        .forEach(i -> vectors[i] = signed(combined(basis, ritz.vectors[i])));
    return new SymmetricEigen(values, vectors);
  }

  /** Returns the product {@code basis weights}. */
  private static double[] combined(float[][] basis, double[] weights) {
    double[] vector = new double[basis.length];
    for (int r = 0; r < vector.length; r++) {
      for (int a = 0; a < weights.length; a++) {
        vector[r] += basis[r][a] * weights[a];
      }
    }
    return vector;
  }

  /**
   * Returns an orthonormal basis of the columns of a tall matrix, computed twice in a row from the
   * eigenvectors of its Gram matrix. Directions that the columns do not span become zero columns.
   */
  public static float[][] orthonormal(float[][] tall) {
    return nearlyOrthonormal(nearlyOrthonormal(tall));
  }

  /**
   * Returns such a basis, computed once: good enough to keep the columns of an iteration apart, at
   * half of the cost.
   */
  public static float[][] nearlyOrthonormal(float[][] tall) {
    SymmetricEigen eigen = all(Rows.gram(tall));
    int width = tall[0].length;
    float[][] transform = new float[width][width];
    for (int i = 0; i < width; i++) {
      // Below this share of the greatest eigenvalue a direction is rounding noise of float
      // products.
      if (eigen.values[i] > 1e-9 * eigen.values[0] && eigen.values[i] > 0) {
        double scale = 1 / Math.sqrt(eigen.values[i]);
        for (int j = 0; j < width; j++) {
          transform[j][i] = (float) (eigen.vectors[i][j] * scale);
        }
      }
    }
    return Rows.product(tall, transform);
  }

  private static double[] signed(double[] vector) {
    int greatest = 0;
    for (int i = 1; i < vector.length; i++) {
      if (Math.abs(vector[i]) > Math.abs(vector[greatest])) {
        greatest = i;
      }
    }
    if (vector[greatest] < 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = -vector[i];
      }
    }
    return vector;
  }
}
