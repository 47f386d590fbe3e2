package dev.winnow.transforms.experiment.theory;

/**
 * Kept fraction at which a kept set of given size has the lowest error: the lower envelope over
 * fractions. A smaller fraction of the same size comes from a larger pool.
 *
 * @param keepFraction where the error is lowest, not below the least that was allowed
 * @param error at that fraction
 */
public record BestFraction(double keepFraction, double error) {

  /** Fractions of the first look, evenly spaced in logarithms. */
  private static final int LOOKS = 25;

  private static final double GOLDEN = (StrictMath.sqrt(5) - 1) / 2;
  private static final double TOLERANCE = 1e-3;

  /**
   * Finds the best fraction. Costs some 50 points of the theory.
   *
   * @param keptPerParameter kept examples per parameter, above 0
   * @param least smallest fraction allowed, in (0, 1): the kept set over the largest pool that
   *     there is
   */
  public static BestFraction find(
      PerceptronTheory theory, KeptEnd end, double keptPerParameter, double least) {
    if (!(least > 0 && least < 1)) {
      throw new IllegalArgumentException("least must be in (0, 1), got " + least);
    }
    double step = -StrictMath.log(least) / (LOOKS - 1);
    BestFraction best = null;
    int place = 0;
    for (int i = 0; i < LOOKS; i++) {
      double fraction = i == 0 ? least : i == LOOKS - 1 ? 1 : least * StrictMath.exp(i * step);
      BestFraction found = at(theory, end, keptPerParameter, fraction);
      if (best == null || found.error() < best.error()) {
        best = found;
        place = i;
      }
    }
    double low = least * StrictMath.exp(Math.max(0, place - 1) * step);
    double high = Math.min(1, least * StrictMath.exp((place + 1) * step));
    while (high - low > TOLERANCE * high) {
      BestFraction left = at(theory, end, keptPerParameter, high - GOLDEN * (high - low));
      BestFraction right = at(theory, end, keptPerParameter, low + GOLDEN * (high - low));
      if (left.error() <= right.error()) {
        high = right.keepFraction();
      } else {
        low = left.keepFraction();
      }
      BestFraction better = left.error() <= right.error() ? left : right;
      best = better.error() < best.error() ? better : best;
    }
    return best;
  }

  private static BestFraction at(
      PerceptronTheory theory, KeptEnd end, double keptPerParameter, double fraction) {
    return new BestFraction(fraction, theory.error(end, fraction, keptPerParameter / fraction));
  }
}
