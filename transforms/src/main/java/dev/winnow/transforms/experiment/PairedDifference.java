package dev.winnow.transforms.experiment;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Mean difference of paired measurements, such as two errors at each seed.
 *
 * @param mean mean of the differences
 * @param standardError standard error of that mean; NaN for one pair
 * @param pairs number of pairs, at least 1
 */
public record PairedDifference(double mean, double standardError, int pairs) {

  private static final double CONFIDENCE = 0.975;

  /**
   * Compares pairs.
   *
   * @param first measurements, at least one
   * @param second measurements of the same seeds in the same order
   */
  public static PairedDifference of(double[] first, double[] second) {
    if (first.length != second.length || first.length == 0) {
      throw new IllegalArgumentException(
          "pairs must have two sides, at least one pair, got "
              + first.length
              + " and "
              + second.length);
    }
    double[] differences = new double[first.length];
    for (int i = 0; i < first.length; i++) {
      differences[i] = first[i] - second[i];
    }
    return new PairedDifference(mean(differences), standardError(differences), first.length);
  }

  /** Returns the mean; NaN for none. */
  public static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Returns the standard error of the mean; NaN for less than two values. */
  public static double standardError(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return values.length < 2
        ? Double.NaN
        : StrictMath.sqrt(squares / (values.length - 1) / values.length);
  }

  /** Returns the mean in standard errors; NaN for one pair. */
  public double standardErrors() {
    return mean / standardError;
  }

  /**
   * Returns true if the pairs show a difference: the mean is further from 0 than Student's t allows
   * with 95% confidence, 4.3 standard errors for three pairs and 2.8 for five. False for one pair,
   * and where all pairs agree to the bit, because seeds that change nothing measure no error.
   */
  public boolean isShown() {
    return standardError > 0
        && Math.abs(mean)
            > standardError * new TDistribution(pairs - 1).inverseCumulativeProbability(CONFIDENCE);
  }
}
