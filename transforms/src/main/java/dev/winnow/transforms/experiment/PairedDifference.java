package dev.winnow.transforms.experiment;

import java.util.BitSet;
import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Mean difference of paired measurements, such as two errors at each seed.
 *
 * @param mean mean of the differences
 * @param standardError standard error of that mean; NaN for one pair
 * @param pairs number of pairs, at least 1
 * @param testError standard error of the mean by the draw of the test rows, which all pairs share;
 *     0 if it is unknown
 */
public record PairedDifference(double mean, double standardError, int pairs, double testError) {

  private static final double CONFIDENCE = 0.975;

  /** Quantile of the normal distribution at that confidence. */
  private static final double NORMAL = 1.959964;

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
    return new PairedDifference(mean(differences), standardError(differences), first.length, 0);
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

  /**
   * Adds the draw of the test rows. More seeds don't shrink this part, because all of them are
   * tested on the same rows.
   *
   * @param first for each pair, bit i set if test row i is wrong
   * @param second the same for the other side
   * @param rows number of test rows, at least 2
   */
  public PairedDifference onTestRows(List<BitSet> first, List<BitSet> second, int rows) {
    double[] differences = new double[rows];
    for (int pair = 0; pair < pairs; pair++) {
      for (int row = 0; row < rows; row++) {
        differences[row] +=
            ((first.get(pair).get(row) ? 1 : 0) - (second.get(pair).get(row) ? 1 : 0))
                / (double) pairs;
      }
    }
    return new PairedDifference(mean, standardError, pairs, standardError(differences));
  }

  /** Returns the standard error by seeds and by test rows; NaN for one pair. */
  public double totalError() {
    return StrictMath.hypot(standardError, testError);
  }

  /** Returns the mean in standard errors, by seeds and by test rows; NaN for one pair. */
  public double standardErrors() {
    return mean / totalError();
  }

  /**
   * Returns true if the pairs show a difference: the mean is further from 0 than 95% confidence
   * allows. The standard error over seeds counts by Student's t, 4.3 times for three pairs and 2.8
   * for five; that of the test rows 1.96 times; both are joined as independent. False for one pair,
   * and where neither is known because all pairs agree to the bit.
   */
  public boolean isShown() {
    if (pairs < 2) {
      return false;
    }
    double seeds =
        standardError * new TDistribution(pairs - 1).inverseCumulativeProbability(CONFIDENCE);
    double allowed = StrictMath.hypot(seeds, NORMAL * testError);
    return allowed > 0 && Math.abs(mean) > allowed;
  }
}
