package dev.winnow.transforms.experiment.fit;

import dev.winnow.transforms.experiment.HashedDraws;
import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Loss of a learning curve at a size beyond the measured ones, by the law with a floor. Refused
 * where the curve can't support it: further out than half a decade, or where the same law, fitted
 * without the largest size, misses that size.
 */
public final class Forecast {

  /** Furthest factor beyond the largest size: half a decade. */
  public static final double FURTHEST = StrictMath.sqrt(10);

  /** Largest miss of the largest size, as a log of losses. */
  private static final double MOST_MISS = StrictMath.log(1.15);

  private static final double TAIL = 0.025;
  private static final int RESAMPLES = 40;

  /**
   * Returns the loss at a size with its 95% interval. The interval joins the spread of fits to
   * resampled runs, the scatter of the runs, and the miss at the largest size. Costs some 40 fits.
   *
   * @param size beyond the largest size of the runs
   * @throws FitRefused if the runs support no law, the size is too far out, or the law misses the
   *     largest size
   */
  public static Interval at(Runs runs, double size) {
    runs.requireSizes();
    double largest = runs.largest();
    if (size > FURTHEST * largest * (1 + 1e-9)) {
      throw new FitRefused(
          "a forecast must lie within half a decade of the largest measured size, "
              + Math.round(largest),
          String.valueOf(Math.round(size)),
          "measure a larger pool");
    }
    Fitter fitter = new Fitter();
    LawFit fit = fitter.fit(LawForm.FLOOR, runs);
    double miss = miss(fitter, runs);
    Points points = Points.of(runs);
    HashedDraws draws = HashedDraws.of(runs.rows());
    double[] logs = new double[RESAMPLES];
    double best = StrictMath.log(fit.predict(1, size));
    double squares = 0;
    for (int i = 0; i < RESAMPLES; i++) {
      int[] weights = new int[runs.rows()];
      for (int j = 0; j < weights.length; j++) {
        weights[draws.part(i).below(weights.length, j)]++;
      }
      logs[i] = StrictMath.log(fitter.refit(fit, points, weights).predict(1, size)) - best;
    }
    Arrays.sort(logs);
    for (double log : logs) {
      squares += log * log;
    }
    double scatter = 0;
    for (int i = 0; i < runs.rows(); i++) {
      scatter += fit.logResidual(runs, i) * fit.logResidual(runs, i);
    }
    int free = Math.max(1, runs.rows() - LawForm.FLOOR.law().size());
    double deviation = StrictMath.sqrt(squares / RESAMPLES + scatter / free + miss * miss);
    double off = new TDistribution(free).inverseCumulativeProbability(1 - TAIL) * deviation;
    return new Interval(
        StrictMath.exp(best),
        StrictMath.exp(best - off),
        StrictMath.exp(best + off),
        StrictMath.exp(best) * deviation);
  }

  /** Returns how far the law, fitted without the largest size, is off there. */
  private static double miss(Fitter fitter, Runs runs) {
    double largest = runs.largest();
    Runs seen = runs.where(row -> runs.examples(row) < largest);
    Runs unseen = runs.where(row -> runs.examples(row) == largest);
    LawFit earlier;
    try {
      earlier = fitter.fit(LawForm.FLOOR, seen);
    } catch (FitRefused e) {
      throw new FitRefused(
          "a forecast needs a size more than a law, to check it",
          runs.sizes().length + " sizes from " + runs.sizes()[0] + " to " + largest,
          "measure a smaller pool");
    }
    double sum = 0;
    for (int i = 0; i < unseen.rows(); i++) {
      sum += earlier.logResidual(unseen, i);
    }
    double miss = Math.abs(sum / unseen.rows());
    if (miss > MOST_MISS) {
      throw new FitRefused(
          "a forecast must rest on a law that finds the largest measured size within 15%",
          "an error of " + Math.round(100 * (StrictMath.exp(miss) - 1)) + "%",
          "measure a larger pool");
    }
    return miss;
  }

  private Forecast() {}
}
