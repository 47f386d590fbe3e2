package dev.winnow.transforms.experiment.theory;

import dev.winnow.transforms.experiment.Normal;

/** End of the margins that survives. The margin is the distance to the probe's plane, unsigned. */
public enum KeptEnd {
  /** Smallest margins. */
  HARD,
  /** Largest margins. */
  EASY,
  /** Any margins: a random subset of the same size. */
  RANDOM;

  /**
   * Returns the range of the margins that are kept.
   *
   * @param keepFraction share of the examples that stays, in (0, 1]
   */
  double[] range(double keepFraction) {
    return switch (this) {
      case HARD -> new double[] {0, Normal.quantileAbove((1 - keepFraction) / 2)};
      case EASY ->
          new double[] {
            keepFraction == 1 ? 0 : Normal.quantileAbove(keepFraction / 2), Double.POSITIVE_INFINITY
          };
      case RANDOM -> new double[] {0, Double.POSITIVE_INFINITY};
    };
  }
}
