package dev.winnow.transforms.experiment.learn;

/** Probabilities from unnormalised log-probabilities, with the same bits on every machine. */
final class Softmax {

  private static final double LOG2_E = 1 / StrictMath.log(2);

  /** High part of ln 2, whose products with small whole numbers are exact. */
  private static final double LN2_HIGH = 0x1.62e42feep-1;

  private static final double LN2_LOW = StrictMath.log(2) - LN2_HIGH;
  private static final double LEAST = -700;

  /**
   * Replaces logits by their probabilities.
   *
   * @return natural logarithm of the sum of the exponentials of the logits
   */
  static double normalise(double[] row) {
    double most = row[0];
    for (double logit : row) {
      most = Math.max(most, logit);
    }
    double sum = 0;
    for (int c = 0; c < row.length; c++) {
      row[c] = exp(row[c] - most);
      sum += row[c];
    }
    for (int c = 0; c < row.length; c++) {
      row[c] /= sum;
    }
    return most + StrictMath.log(sum);
  }

  /**
   * Returns the exponential of a number that is at most 0, with a relative error below 1e-12; 0
   * below -700. Plain arithmetic, several times faster than {@code StrictMath.exp}; {@code
   * Math.exp} may differ between machines.
   */
  static double exp(double x) {
    if (x < LEAST) {
      return 0;
    }
    double power = Math.rint(x * LOG2_E);
    double r = x - power * LN2_HIGH - power * LN2_LOW;
    // Taylor series up to the eleventh power, for |r| at most half of ln 2.
    double sum = 1.0 / 39916800;
    sum = sum * r + 1.0 / 3628800;
    sum = sum * r + 1.0 / 362880;
    sum = sum * r + 1.0 / 40320;
    sum = sum * r + 1.0 / 5040;
    sum = sum * r + 1.0 / 720;
    sum = sum * r + 1.0 / 120;
    sum = sum * r + 1.0 / 24;
    sum = sum * r + 1.0 / 6;
    sum = sum * r + 0.5;
    sum = sum * r + 1;
    sum = sum * r + 1;
    return sum * Double.longBitsToDouble((long) (power + 1023) << 52);
  }

  private Softmax() {}
}
