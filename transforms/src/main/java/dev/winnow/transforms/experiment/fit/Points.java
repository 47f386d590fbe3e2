package dev.winnow.transforms.experiment.fit;

import java.util.Arrays;

/**
 * Measurements as a law sees them: logarithms, the sizes less their means.
 *
 * @param n log N less its mean, all 0 without N
 * @param d log D less its mean
 * @param logLoss log of the losses
 * @param meanN mean of log N
 * @param meanD mean of log D
 */
record Points(double[] n, double[] d, double[] logLoss, double meanN, double meanD) {

  static Points of(Runs runs) {
    int rows = runs.rows();
    double[] n = new double[rows];
    double[] d = new double[rows];
    double[] logLoss = new double[rows];
    for (int i = 0; i < rows; i++) {
      n[i] = StrictMath.log(runs.parameters(i));
      d[i] = StrictMath.log(runs.examples(i));
      logLoss[i] = StrictMath.log(runs.loss(i));
    }
    double meanN = mean(n);
    double meanD = mean(d);
    for (int i = 0; i < rows; i++) {
      n[i] -= meanN;
      d[i] -= meanD;
    }
    return new Points(n, d, logLoss, meanN, meanD);
  }

  int rows() {
    return d.length;
  }

  double lowest() {
    return Arrays.stream(logLoss).min().orElse(0);
  }

  double highest() {
    return Arrays.stream(logLoss).max().orElse(0);
  }

  /** Returns the mean log of the losses above a floor, where the term grows as a sum of slopes. */
  double meanLogAbove(double floor, double slopeN, double slopeD) {
    double sum = 0;
    for (int i = 0; i < rows(); i++) {
      double above = StrictMath.exp(logLoss[i]) - floor;
      sum += StrictMath.log(above) + slopeN * n[i] + slopeD * d[i];
    }
    return sum / rows();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
