package dev.winnow.transforms.experiment.fit;

import dev.winnow.transforms.experiment.QuasiNewton;
import dev.winnow.transforms.experiment.QuasiNewton.Minimum;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Fits a law to losses in log space: the sum of Huber terms of the log residuals, minimised by a
 * quasi-Newton method with analytic gradients from many starts (Hoffmann et al. 2022, approach 3,
 * as mended by Besiroglu et al. 2024).
 */
public final class Fitter {

  /** Log residual beyond which a row's pull is constant, as Hoffmann et al. chose it. */
  public static final double DELTA = 1e-3;

  private static final int STARTS = 16;
  private static final QuasiNewton SEARCH = new QuasiNewton(400, 1e-9, 1e-13);

  /** Search for a resample, whose coefficients are uncertain by far more than its tolerance. */
  private static final QuasiNewton QUICK = new QuasiNewton(200, 1e-6, 1e-7);

  /** Robust standard deviations beyond which a row is an outlier. */
  private static final double OUTLIER = 6;

  /** Standard deviation of a normal variable by its median absolute value. */
  private static final double TO_DEVIATION = 1.4826;

  private final double delta;

  public Fitter() {
    this(DELTA);
  }

  /**
   * @param delta log residual at which the loss turns from square to linear; above 0
   */
  public Fitter(double delta) {
    if (!(delta > 0)) {
      throw new IllegalArgumentException("delta must be above 0, got " + delta);
    }
    this.delta = delta;
  }

  /**
   * Returns the best fit over all starts.
   *
   * @throws FitRefused if the sizes are too few or too close, or the rows are no more than the
   *     coefficients
   */
  public LawFit fit(LawForm form, Runs runs) {
    runs.requireSizes();
    if (form.ofTwoSizes() != runs.hasParameters()) {
      throw new IllegalArgumentException(
          "form must be one of " + LawForm.of(runs.hasParameters()) + ", got " + form);
    }
    if (runs.rows() <= form.law().size()) {
      throw new FitRefused(
          form.formula() + " needs more than " + form.law().size() + " rows",
          String.valueOf(runs.rows()),
          "measure more runs");
    }
    Points points = Points.of(runs);
    QuasiNewton.Objective objective = new HuberObjective(form.law(), points, null, delta);
    double[] unused = new double[form.law().size()];
    List<double[]> starts =
        form.law().starts(points).stream()
            .map(start -> new Minimum(start, objective.at(start, unused)))
            .sorted(Comparator.comparingDouble(Minimum::value))
            .limit(STARTS)
            .map(Minimum::point)
            .toList();
    Minimum best = null;
    for (double[] start : starts) {
      Minimum found = SEARCH.minimise(objective, start);
      if (best == null || found.value() < best.value()) {
        best = found;
      }
    }
    return result(form, points, polished(objective, best));
  }

  /**
   * Returns the fit to rows that count several times or not at all, from the coefficients of
   * another fit to the same points.
   */
  LawFit refit(LawFit start, Points points, int[] weights) {
    QuasiNewton.Objective objective =
        new HuberObjective(start.form().law(), points, weights, delta);
    return result(start.form(), points, QUICK.minimise(objective, start.parameters()));
  }

  /** Searches again with a new matrix, since a kink may have ended the first search. */
  private static Minimum polished(QuasiNewton.Objective objective, Minimum first) {
    Minimum again = SEARCH.minimise(objective, first.point());
    return again.value() < first.value() ? again : first;
  }

  private LawFit result(LawForm form, Points points, Minimum best) {
    return new LawFit(form, best.point(), points.meanN(), points.meanD(), best.value() * delta);
  }

  /**
   * Returns the rows without outliers: those whose log residual is more than six robust standard
   * deviations from 0.
   */
  public Runs withoutOutliers(LawFit fit, Runs runs) {
    double[] sizes = new double[runs.rows()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(fit.logResidual(runs, i));
    }
    double limit = OUTLIER * TO_DEVIATION * median(sizes);
    return runs.where(row -> sizes[row] <= limit);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
