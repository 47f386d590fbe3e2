package dev.winnow.transforms.experiment.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sum of terms that fall with a size, and of a floor: {@code E + A D^-beta}, {@code E + A N^-alpha
 * + B D^-beta}, {@code E + A exp(-c D)}. The parameters are log coefficient and log exponent of
 * each term, then log E.
 */
final class SumOfTerms implements Law {

  /** Factor by which a term falls. */
  private enum Fall {
    POWER_OF_N,
    POWER_OF_D,
    EXPONENTIAL
  }

  private static final double[] EXPONENTS = {0.1, 0.3, 0.7, 1.5};
  private static final double[] FEW_EXPONENTS = {0.15, 0.35, 0.75};

  /** Starts of the floor, as shares of the lowest loss. */
  private static final double[] FLOORS = {0.3, 0.7, 0.95};

  private final List<Fall> terms;
  private final boolean floor;

  private SumOfTerms(List<Fall> terms, boolean floor) {
    this.terms = terms;
    this.floor = floor;
  }

  static Law power(boolean floor) {
    return new SumOfTerms(List.of(Fall.POWER_OF_D), floor);
  }

  static Law twoSizes(boolean floor) {
    return new SumOfTerms(List.of(Fall.POWER_OF_N, Fall.POWER_OF_D), floor);
  }

  static Law exponential() {
    return new SumOfTerms(List.of(Fall.EXPONENTIAL), true);
  }

  @Override
  public int size() {
    return 2 * terms.size() + (floor ? 1 : 0);
  }

  @Override
  public double logLoss(double[] parameters, double n, double d, double[] gradient) {
    int last = size() - 1;
    double most = floor ? parameters[last] : Double.NEGATIVE_INFINITY;
    for (int i = 0; i < terms.size(); i++) {
      double fall = StrictMath.exp(parameters[2 * i + 1]) * size(terms.get(i), n, d);
      gradient[2 * i] = parameters[2 * i] - fall;
      gradient[2 * i + 1] = -fall;
      most = Math.max(most, gradient[2 * i]);
    }
    double sum = 0;
    for (int i = 0; i < terms.size(); i++) {
      gradient[2 * i] = StrictMath.exp(gradient[2 * i] - most);
      sum += gradient[2 * i];
    }
    if (floor) {
      gradient[last] = StrictMath.exp(parameters[last] - most);
      sum += gradient[last];
      gradient[last] /= sum;
    }
    for (int i = 0; i < terms.size(); i++) {
      gradient[2 * i] /= sum;
      gradient[2 * i + 1] *= gradient[2 * i];
    }
    return most + StrictMath.log(sum);
  }

  private static double size(Fall term, double n, double d) {
    return switch (term) {
      case POWER_OF_N -> n;
      case POWER_OF_D -> d;
      case EXPONENTIAL -> StrictMath.exp(d);
    };
  }

  @Override
  public List<double[]> starts(Points points) {
    List<double[]> starts = new ArrayList<>();
    double lowest = StrictMath.exp(points.lowest());
    for (double share : floor ? FLOORS : new double[] {0}) {
      double[] exponents = terms.size() == 1 ? EXPONENTS : FEW_EXPONENTS;
      for (double first : exponents) {
        if (terms.size() == 1) {
          starts.add(start(points, share * lowest, first));
        } else {
          for (double second : exponents) {
            starts.add(start(points, share * lowest, first, second, 0.3));
            starts.add(start(points, share * lowest, first, second, 0.7));
          }
        }
      }
    }
    return starts;
  }

  private double[] start(Points points, double floorLoss, double exponent) {
    boolean exponential = terms.get(0) == Fall.EXPONENTIAL;
    double coefficient = points.meanLogAbove(floorLoss, 0, exponential ? 0 : exponent);
    double[] start = new double[size()];
    // The mean of exp(d) is near 1, so the exponent is the fall at a middle size.
    start[0] = coefficient + (exponential ? exponent : 0);
    start[1] = StrictMath.log(exponent);
    if (floor) {
      start[2] = StrictMath.log(floorLoss);
    }
    return start;
  }

  private double[] start(
      Points points, double floorLoss, double alpha, double beta, double shareOfN) {
    double[] start = new double[size()];
    start[0] = points.meanLogAbove(floorLoss, alpha, 0) + StrictMath.log(shareOfN);
    start[1] = StrictMath.log(alpha);
    start[2] = points.meanLogAbove(floorLoss, 0, beta) + StrictMath.log(1 - shareOfN);
    start[3] = StrictMath.log(beta);
    if (floor) {
      start[4] = StrictMath.log(floorLoss);
    }
    return start;
  }

  @Override
  public Map<String, Double> coefficients(double[] parameters, double n, double d) {
    Map<String, Double> named = new LinkedHashMap<>();
    named.put("E", floor ? StrictMath.exp(parameters[size() - 1]) : 0);
    for (int i = 0; i < terms.size(); i++) {
      double log = parameters[2 * i];
      double exponent = StrictMath.exp(parameters[2 * i + 1]);
      switch (terms.get(i)) {
        case POWER_OF_N -> {
          named.put("A", StrictMath.exp(log + exponent * n));
          named.put("alpha", exponent);
        }
        case POWER_OF_D -> {
          named.put(i == 0 ? "A" : "B", StrictMath.exp(log + exponent * d));
          named.put("beta", exponent);
        }
        case EXPONENTIAL -> {
          named.put("A", StrictMath.exp(log));
          named.put("c", exponent / StrictMath.exp(d));
        }
      }
    }
    return named;
  }
}
