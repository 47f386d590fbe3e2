package dev.winnow.transforms.experiment.fit;

import java.util.Map;

/** A scaling law with the coefficients that a fit found. */
public final class LawFit {

  private final LawForm form;
  private final double[] parameters;
  private final double meanN;
  private final double meanD;
  private final double objective;

  /**
   * @param parameters in the terms of the form's law
   * @param objective sum of the Huber terms
   */
  LawFit(LawForm form, double[] parameters, double meanN, double meanD, double objective) {
    this.form = form;
    this.parameters = parameters.clone();
    this.meanN = meanN;
    this.meanD = meanD;
    this.objective = objective;
  }

  public LawForm form() {
    return form;
  }

  /**
   * Returns the coefficients of the formula by name, in the order of the formula. alpha belongs to
   * N and beta to D; E is the limit of the loss, 0 for forms without a floor.
   */
  public Map<String, Double> coefficients() {
    return form.law().coefficients(parameters, meanN, meanD);
  }

  /**
   * Returns one coefficient.
   *
   * @throws IllegalArgumentException if the form has none of that name
   */
  public double coefficient(String name) {
    Double value = coefficients().get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "coefficient must be one of " + coefficients().keySet() + ", got " + name);
    }
    return value;
  }

  /** Returns the sum of the Huber terms of all rows, not their mean. */
  public double objective() {
    return objective;
  }

  /** Returns the loss at a size; N is not used by forms of one size. */
  public double predict(double parameterCount, double examples) {
    double n = form.ofTwoSizes() ? StrictMath.log(parameterCount) - meanN : 0;
    double d = StrictMath.log(examples) - meanD;
    return StrictMath.exp(form.law().logLoss(parameters, n, d, new double[parameters.length]));
  }

  /** Returns the log of the predicted loss less the log of the measured loss, of one row. */
  public double logResidual(Runs runs, int row) {
    return StrictMath.log(predict(runs.parameters(row), runs.examples(row)))
        - StrictMath.log(runs.loss(row));
  }

  /** Returns the root mean square of the log residuals; NaN without rows. */
  public double logError(Runs runs) {
    double sum = 0;
    for (int i = 0; i < runs.rows(); i++) {
      double residual = logResidual(runs, i);
      sum += residual * residual;
    }
    return StrictMath.sqrt(sum / runs.rows());
  }

  double[] parameters() {
    return parameters.clone();
  }
}
