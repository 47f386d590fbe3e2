package dev.winnow.transforms.experiment.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Power law in a shifted size, {@code A (1/D + gamma)^beta}: form M3 of Alabdulmohsin et al. 2022.
 * The parameters are log coefficient, log exponent and log shift, for sizes divided by their
 * geometric mean.
 */
final class ShiftedLaw implements Law {

  private static final double[] EXPONENTS = {0.1, 0.3, 0.7, 1.5};
  private static final double[] SHIFTS = {0.01, 0.1, 1};

  @Override
  public int size() {
    return 3;
  }

  @Override
  public double logLoss(double[] parameters, double n, double d, double[] gradient) {
    double exponent = StrictMath.exp(parameters[1]);
    double most = Math.max(-d, parameters[2]);
    double least = Math.min(-d, parameters[2]);
    double log = most + StrictMath.log1p(StrictMath.exp(least - most));
    gradient[0] = 1;
    gradient[1] = exponent * log;
    gradient[2] = exponent * StrictMath.exp(parameters[2] - log);
    return parameters[0] + exponent * log;
  }

  @Override
  public List<double[]> starts(Points points) {
    List<double[]> starts = new ArrayList<>();
    for (double exponent : EXPONENTS) {
      for (double shift : SHIFTS) {
        double[] start = {0, StrictMath.log(exponent), StrictMath.log(shift)};
        double[] unused = new double[3];
        double sum = 0;
        for (int i = 0; i < points.rows(); i++) {
          sum += points.logLoss()[i] - logLoss(start, 0, points.d()[i], unused);
        }
        start[0] = sum / points.rows();
        starts.add(start);
      }
    }
    return starts;
  }

  @Override
  public Map<String, Double> coefficients(double[] parameters, double n, double d) {
    double exponent = StrictMath.exp(parameters[1]);
    Map<String, Double> named = new LinkedHashMap<>();
    named.put("E", StrictMath.exp(parameters[0] + exponent * parameters[2]));
    named.put("A", StrictMath.exp(parameters[0] + exponent * d));
    named.put("beta", exponent);
    named.put("gamma", StrictMath.exp(parameters[2] - d));
    return named;
  }
}
