package dev.winnow.transforms.experiment.fit;

import java.util.List;
import java.util.Map;

/**
 * Shape of a scaling law, in parameters that may have any value: logarithms of the coefficients.
 * Sizes are logarithms less their mean, which makes the parameters nearly independent.
 */
interface Law {

  /** Returns the number of parameters. */
  int size();

  /**
   * Returns the logarithm of the loss.
   *
   * @param n log N less its mean; not used by laws of one size
   * @param d log D less its mean
   * @param gradient receives the derivative by each parameter
   */
  double logLoss(double[] parameters, double n, double d, double[] gradient);

  /** Returns the points from which fits begin; at least one. */
  List<double[]> starts(Points points);

  /**
   * Returns the coefficients of the formula by name.
   *
   * @param n mean of log N
   * @param d mean of log D
   */
  Map<String, Double> coefficients(double[] parameters, double n, double d);
}
