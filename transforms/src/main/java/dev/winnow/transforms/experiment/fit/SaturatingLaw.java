package dev.winnow.transforms.experiment.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Power law that leaves from a starting loss and ends at a floor: {@code (L - E) / (L0 - L)^delta =
 * A D^-beta}, form M4 of Alabdulmohsin et al. 2022.
 *
 * <p>With {@code u = (L - E) / (L0 - E)} it is {@code ln u - delta ln(1 - u) = t - beta d}, which
 * has one root. The parameters are t, log beta, log E, log(L0 - E), log delta.
 */
final class SaturatingLaw implements Law {

  private static final double[] EXPONENTS = {0.2, 0.5, 1};
  private static final double[] FLOORS = {0.3, 0.7, 0.95};
  private static final double[] DELTAS = {0.1, 1, 3};

  /** Starts of L0, as multiples of the highest loss. */
  private static final double[] CEILINGS = {1.1, 2};

  private static final int STEPS = 100;

  @Override
  public int size() {
    return 5;
  }

  @Override
  public double logLoss(double[] parameters, double n, double d, double[] gradient) {
    double beta = StrictMath.exp(parameters[1]);
    double delta = StrictMath.exp(parameters[4]);
    double z = root(parameters[0] - beta * d, delta);
    double u = 1 / (1 + StrictMath.exp(-z));
    double rest = 1 / (1 + StrictMath.exp(z));
    double slope = rest + delta * u;
    double logU = -softplus(-z);
    double most = Math.max(parameters[2], parameters[3] + logU);
    double floor = StrictMath.exp(parameters[2] - most);
    double above = StrictMath.exp(parameters[3] + logU - most);
    double share = above / (floor + above);
    double byT = share * rest / slope;
    gradient[0] = byT;
    gradient[1] = -byT * beta * d;
    gradient[2] = 1 - share;
    gradient[3] = share;
    gradient[4] = -byT * softplus(z) * delta;
    return most + StrictMath.log(floor + above);
  }

  /** Solves ln u - delta ln(1 - u) = t for the logit of u; the slope is in [1, delta]. */
  private static double root(double t, double delta) {
    double z = t < 0 ? t : t / delta;
    for (int i = 0; i < STEPS; i++) {
      double u = 1 / (1 + StrictMath.exp(-z));
      double step = (delta * softplus(z) - softplus(-z) - t) / (1 - u + delta * u);
      z -= step;
      if (Math.abs(step) <= 1e-13 * (1 + Math.abs(z))) {
        break;
      }
    }
    return z;
  }

  /** Returns log(1 + e^x). */
  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  @Override
  public List<double[]> starts(Points points) {
    List<double[]> starts = new ArrayList<>();
    double lowest = StrictMath.exp(points.lowest());
    double highest = StrictMath.exp(points.highest());
    for (double beta : EXPONENTS) {
      for (double share : FLOORS) {
        for (double ceiling : CEILINGS) {
          double floor = share * lowest;
          double width = ceiling * highest - floor;
          for (double delta : DELTAS) {
            double sum = 0;
            for (int i = 0; i < points.rows(); i++) {
              double u = (StrictMath.exp(points.logLoss()[i]) - floor) / width;
              sum += StrictMath.log(u) - delta * StrictMath.log1p(-u) + beta * points.d()[i];
            }
            starts.add(
                new double[] {
                  sum / points.rows(),
                  StrictMath.log(beta),
                  StrictMath.log(floor),
                  StrictMath.log(width),
                  StrictMath.log(delta)
                });
          }
        }
      }
    }
    return starts;
  }

  @Override
  public Map<String, Double> coefficients(double[] parameters, double n, double d) {
    double beta = StrictMath.exp(parameters[1]);
    double delta = StrictMath.exp(parameters[4]);
    double floor = StrictMath.exp(parameters[2]);
    Map<String, Double> named = new LinkedHashMap<>();
    named.put("E", floor);
    named.put("A", StrictMath.exp(parameters[0] + beta * d + (1 - delta) * parameters[3]));
    named.put("beta", beta);
    named.put("delta", delta);
    named.put("L0", floor + StrictMath.exp(parameters[3]));
    return named;
  }
}
