package dev.winnow.transforms.experiment.fit;

import org.apache.commons.math3.special.Erf;

/**
 * A coefficient with its uncertainty.
 *
 * @param estimate of all rows
 * @param low lower end of the 95% interval
 * @param high upper end of the 95% interval
 * @param standardError standard deviation over the resamples
 */
public record Interval(double estimate, double low, double high, double standardError) {

  /** Returns whether a value lies inside, ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** Returns the probability of an estimate at least as far from a true value, if it is normal. */
  public double probabilityOf(double value) {
    return Erf.erfc(Math.abs(estimate - value) / standardError / StrictMath.sqrt(2));
  }
}
