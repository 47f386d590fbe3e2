package dev.winnow.jobs.report.section;

import java.util.List;

/**
 * Projects vectors to their two principal components. The axes are found by power iteration from a
 * fixed start, with sums in the order of the vectors, so equal vectors give equal points.
 */
final class Plane {

  private static final int ITERATIONS = 60;
  private static final int AXES = 2;

  /**
   * The points of the vectors.
   *
   * @param points two coordinates for each vector
   * @param explained share of the variance that the plane shows, in [0, 1]
   */
  record Projection(double[][] points, double explained) {}

  /**
   * Projects vectors.
   *
   * @param vectors of equal length, at least one
   */
  static Projection of(List<float[]> vectors) {
    int dim = vectors.get(0).length;
    double[] mean = new double[dim];
    for (float[] vector : vectors) {
      for (int j = 0; j < dim; j++) {
        mean[j] += vector[j];
      }
    }
    for (int j = 0; j < dim; j++) {
      mean[j] /= vectors.size();
    }
    double variance = 0;
    for (float[] vector : vectors) {
      for (int j = 0; j < dim; j++) {
        variance += (vector[j] - mean[j]) * (vector[j] - mean[j]);
      }
    }
    double[][] axes = new double[AXES][];
    double[][] points = new double[vectors.size()][AXES];
    double shown = 0;
    for (int axis = 0; axis < AXES; axis++) {
      axes[axis] = axis(vectors, mean, axes, axis);
      for (int i = 0; i < points.length; i++) {
        points[i][axis] = product(vectors.get(i), mean, axes[axis]);
        shown += points[i][axis] * points[i][axis];
      }
    }
    return new Projection(points, variance == 0 ? 0 : Math.min(1, shown / variance));
  }

  private static double[] axis(List<float[]> vectors, double[] mean, double[][] axes, int found) {
    int dim = mean.length;
    double[] axis = new double[dim];
    for (int j = 0; j < dim; j++) {
      // Any start that is not at a right angle to the axis will do.
      axis[j] = 1.0 / (1 + (j * 7919L + found * 104729L) % 1009);
    }
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] next = new double[dim];
      for (float[] vector : vectors) {
        double along = product(vector, mean, axis);
        for (int j = 0; j < dim; j++) {
          next[j] += along * (vector[j] - mean[j]);
        }
      }
      for (int earlier = 0; earlier < found; earlier++) {
        double along = 0;
        for (int j = 0; j < dim; j++) {
          along += next[j] * axes[earlier][j];
        }
        for (int j = 0; j < dim; j++) {
          next[j] -= along * axes[earlier][j];
        }
      }
      if (!normalise(next)) {
        return new double[dim];
      }
      axis = next;
    }
    return upright(axis);
  }

  private static boolean normalise(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    double length = Math.sqrt(squares);
    if (length < 1e-12) {
      return false;
    }
    for (int j = 0; j < vector.length; j++) {
      vector[j] /= length;
    }
    return true;
  }

  /** Fixes the sign: the component with the largest magnitude is positive. */
  private static double[] upright(double[] axis) {
    int largest = 0;
    for (int j = 1; j < axis.length; j++) {
      largest = Math.abs(axis[j]) > Math.abs(axis[largest]) ? j : largest;
    }
    if (axis[largest] < 0) {
      for (int j = 0; j < axis.length; j++) {
        axis[j] = -axis[j];
      }
    }
    return axis;
  }

  private static double product(float[] vector, double[] mean, double[] axis) {
    double sum = 0;
    for (int j = 0; j < axis.length; j++) {
      sum += (vector[j] - mean[j]) * axis[j];
    }
    return sum;
  }

  private Plane() {}
}
