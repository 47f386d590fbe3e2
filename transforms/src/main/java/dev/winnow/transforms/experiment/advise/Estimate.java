package dev.winnow.transforms.experiment.advise;

/**
 * A value with its 95% interval.
 *
 * @param value best guess
 * @param low lower end
 * @param high upper end
 */
public record Estimate(double value, double low, double high) {

  /** Returns true if a value lies inside, ends included. */
  public boolean contains(double other) {
    return low <= other && other <= high;
  }
}
