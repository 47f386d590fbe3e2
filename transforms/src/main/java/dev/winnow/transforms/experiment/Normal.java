package dev.winnow.transforms.experiment;

/**
 * Standard normal distribution, with the rational approximation of Hart (1968) as West prints it
 * ("Better approximations to cumulative normal functions", 2005). Absolute error below 1e-14.
 *
 * <p>Commons Math computes it by continued fractions, which take ten times as long, and the theory
 * needs some 1e8 values.
 */
public final class Normal {

  private static final double ROOT_OF_TWO_PI = 2.5066282746310002;
  private static final double[] NUMERATOR = {
    3.52624965998911e-2,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376
  };
  private static final double[] DENOMINATOR = {
    8.83883476483184e-2,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752
  };
  private static final double FAR = 7.07106781186547;
  private static final double END = 37;

  /** Returns the density at a point. */
  public static double density(double x) {
    return StrictMath.exp(-x * x / 2) / ROOT_OF_TWO_PI;
  }

  /** Returns the probability of a value up to x; 0 and 1 at the infinities. */
  public static double below(double x) {
    return below(x, Math.abs(x) > END ? 0 : StrictMath.exp(-x * x / 2));
  }

  /** Returns the probability of a value above x, exact in the upper tail too. */
  public static double above(double x) {
    return below(-x);
  }

  /**
   * Returns the probability of a value up to x, where its exponential is known.
   *
   * @param exponential exp(-x*x / 2)
   */
  static double below(double x, double exponential) {
    double size = Math.abs(x);
    double tail;
    if (size > END) {
      tail = 0;
    } else if (size < FAR) {
      tail = exponential * polynomial(NUMERATOR, size) / polynomial(DENOMINATOR, size);
    } else {
      double fraction = size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))));
      tail = exponential / fraction / ROOT_OF_TWO_PI;
    }
    return x > 0 ? 1 - tail : tail;
  }

  private static double polynomial(double[] coefficients, double x) {
    double sum = 0;
    for (double coefficient : coefficients) {
      sum = sum * x + coefficient;
    }
    return sum;
  }

  /**
   * Returns the point that a share of the values lies above.
   *
   * @param share in [0, 1]; 0 gives infinity, 1 minus infinity
   */
  public static double quantileAbove(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be in [0, 1], got " + share);
    }
    if (share == 0 || share == 1) {
      return share == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    if (share > 0.5) {
      return -quantileAbove(1 - share);
    }
    double low = 0;
    double high = END;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (above(middle) > share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /**
   * Adds the moments of a positive part to sums: E(m - g)+ and E((m - g)+)^2 for standard normal g.
   *
   * @param m margin in units of the deviation
   * @param sums receives, at 0 and 1, the weighted second and first moment
   */
  public static void addPositivePart(double m, double weight, double[] sums) {
    if (m < -END) {
      return;
    }
    double exponential = m > END ? 0 : StrictMath.exp(-m * m / 2);
    double below = below(m, exponential);
    double density = exponential / ROOT_OF_TWO_PI;
    sums[0] += weight * ((1 + m * m) * below + m * density);
    sums[1] += weight * (m * below + density);
  }

  private Normal() {}
}
