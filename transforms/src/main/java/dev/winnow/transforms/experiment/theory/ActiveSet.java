package dev.winnow.transforms.experiment.theory;

import java.util.Arrays;

/**
 * Examples that are tight, with their multipliers and the QR factors of their matrix. An example
 * that enters is orthogonalised twice, and one that leaves is taken out by rotations.
 */
final class ActiveSet {

  private final double[][] examples;
  private final int dim;
  private final int[] members;
  private final double[] multipliers;

  /** Orthonormal directions, one in each row. */
  private final double[][] basis;

  /** Column j has the coordinates of member j in the basis. */
  private final double[][] columns;

  private final double[] coordinates;
  private final double[] rates;
  private double[] across;
  private int size;

  ActiveSet(double[][] examples) {
    this.examples = examples;
    this.dim = examples[0].length;
    this.members = new int[dim];
    this.multipliers = new double[dim];
    this.basis = new double[dim][dim];
    this.columns = new double[dim][dim];
    this.coordinates = new double[dim];
    this.rates = new double[dim];
  }

  boolean contains(int example) {
    for (int i = 0; i < size; i++) {
      if (members[i] == example) {
        return true;
      }
    }
    return false;
  }

  double sumOfMultipliers() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += multipliers[i];
    }
    return sum;
  }

  /** Splits a row into its part across the members, and rates at which their multipliers fall. */
  void project(double[] row) {
    across = row.clone();
    Arrays.fill(coordinates, 0, size, 0);
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < size; i++) {
        double along = dot(basis[i], across);
        coordinates[i] += along;
        for (int j = 0; j < dim; j++) {
          across[j] -= along * basis[i][j];
        }
      }
    }
    System.arraycopy(coordinates, 0, rates, 0, size);
    for (int i = size - 1; i >= 0; i--) {
      rates[i] /= columns[i][i];
      for (int j = 0; j < i; j++) {
        rates[j] -= rates[i] * columns[i][j];
      }
    }
    if (size == dim) {
      Arrays.fill(across, 0);
    }
  }

  /** Returns the part of the projected row across the members. */
  double[] across() {
    return across;
  }

  /** Returns the place of the member whose multiplier is the first to be 0; -1 if none falls. */
  int blocking() {
    int first = -1;
    for (int i = 0; i < size; i++) {
      if (rates[i] > 0 && (first < 0 || longest(i) < longest(first))) {
        first = i;
      }
    }
    return first;
  }

  /** Returns the step at which the multiplier at a place is 0. */
  double longest(int place) {
    return Math.max(0, multipliers[place]) / rates[place];
  }

  /** Lets the multipliers fall. */
  void move(double length) {
    for (int i = 0; i < size; i++) {
      multipliers[i] = Math.max(0, multipliers[i] - length * rates[i]);
    }
  }

  /** Adds the example that was projected last. */
  void add(int example, double multiplier) {
    double length = StrictMath.sqrt(dot(across, across));
    for (int j = 0; j < dim; j++) {
      basis[size][j] = across[j] / length;
    }
    System.arraycopy(coordinates, 0, columns[size], 0, size);
    columns[size][size] = length;
    members[size] = example;
    multipliers[size] = multiplier;
    size++;
  }

  void remove(int place) {
    double[] freed = columns[place];
    for (int i = place; i < size - 1; i++) {
      members[i] = members[i + 1];
      multipliers[i] = multipliers[i + 1];
      columns[i] = columns[i + 1];
    }
    columns[size - 1] = freed;
    size--;
    for (int i = place; i < size; i++) {
      double a = columns[i][i];
      double b = columns[i][i + 1];
      double length = StrictMath.sqrt(a * a + b * b);
      double cosine = a / length;
      double sine = b / length;
      for (int j = i; j < size; j++) {
        rotate(columns[j], i, cosine, sine);
      }
      for (int j = 0; j < dim; j++) {
        double first = basis[i][j];
        double second = basis[i + 1][j];
        basis[i][j] = cosine * first + sine * second;
        basis[i + 1][j] = cosine * second - sine * first;
      }
    }
  }

  private static void rotate(double[] column, int i, double cosine, double sine) {
    double first = column[i];
    double second = column[i + 1];
    column[i] = cosine * first + sine * second;
    column[i + 1] = cosine * second - sine * first;
  }

  /** Writes the sum of the members times their multipliers, which is the student. */
  void combine(double[] sum) {
    Arrays.fill(sum, 0);
    for (int i = 0; i < size; i++) {
      double[] row = examples[members[i]];
      for (int j = 0; j < dim; j++) {
        sum[j] += multipliers[i] * row[j];
      }
    }
  }

  /** Returns the inner product, in a fixed order of four sums. */
  static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + (s2 + s3);
  }
}
