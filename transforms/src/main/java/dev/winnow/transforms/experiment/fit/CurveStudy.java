package dev.winnow.transforms.experiment.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that one learning curve says: the law that the caller asks for with its intervals, the
 * same without outliers, all forms side by side, and their errors at the largest sizes.
 *
 * @param law the fit of the form asked for, to all rows that the study may see
 * @param intervals of the law's coefficients, by bootstrap over runs
 * @param outliers number of rows far from the law
 * @param lawWithoutOutliers the same form fitted without those rows; the law itself if there are
 *     none
 * @param intervalsWithoutOutliers of that fit
 * @param trials one for each form that the rows can support, in the order of {@link LawForm}
 * @param chosen the form with the lowest criterion
 * @param heldOut the rows by which the trials are judged
 * @param lastValueError error at the held-out sizes of the forecast that nothing changes
 */
public record CurveStudy(
    LawFit law,
    Map<String, Interval> intervals,
    int outliers,
    LawFit lawWithoutOutliers,
    Map<String, Interval> intervalsWithoutOutliers,
    List<FormTrial> trials,
    FormTrial chosen,
    HeldOut heldOut,
    double lastValueError) {

  /**
   * Settings of a study.
   *
   * @param form form of the law with intervals; null for that with a floor
   * @param resamples fits of the bootstrap
   * @param seed of the bootstrap
   * @param delta of the Huber terms
   */
  public record Settings(LawForm form, int resamples, long seed, double delta) {}

  /**
   * Studies a curve, and holds its largest sizes out to judge the forms.
   *
   * @throws FitRefused if the rows can't support a law
   */
  public static CurveStudy of(Runs runs, Settings settings) {
    runs.requireSizes();
    return of(runs, HeldOut.largest(runs), settings);
  }

  /**
   * Studies a curve whose rows to extrapolate to are given.
   *
   * @param seen rows for all fits
   * @param unseen rows by which the forms are judged
   * @throws FitRefused if the rows to fit can't support a law
   */
  public static CurveStudy of(Runs seen, Runs unseen, Settings settings) {
    return of(seen, new HeldOut(seen, unseen), settings);
  }

  private static CurveStudy of(Runs runs, HeldOut heldOut, Settings settings) {
    Fitter fitter = new Fitter(settings.delta());
    Bootstrap bootstrap = new Bootstrap(fitter, settings.resamples(), settings.seed());
    LawForm form = settings.form();
    if (form == null) {
      form = runs.hasParameters() ? LawForm.TWO_SIZES : LawForm.FLOOR;
    }
    LawFit law = fitter.fit(form, runs);
    Map<String, Interval> intervals = bootstrap.intervals(law, runs);
    Runs inliers = fitter.withoutOutliers(law, runs);
    int outliers = runs.rows() - inliers.rows();
    LawFit lawWithoutOutliers = law;
    Map<String, Interval> intervalsWithoutOutliers = new LinkedHashMap<>(intervals);
    if (outliers > 0 && inliers.supportsLaw() && inliers.rows() > form.law().size()) {
      lawWithoutOutliers = fitter.fit(form, inliers);
      intervalsWithoutOutliers = bootstrap.intervals(lawWithoutOutliers, inliers);
    }
    List<FormTrial> trials = new ArrayList<>();
    for (LawForm each : LawForm.of(runs.hasParameters())) {
      if (runs.rows() > each.law().size()) {
        LawFit fit = each == form ? law : fitter.fit(each, runs);
        trials.add(
            new FormTrial(
                fit, FormTrial.criterion(fit, runs.rows()), error(fitter, fit, runs, heldOut)));
      }
    }
    FormTrial chosen =
        trials.stream().min(Comparator.comparingDouble(FormTrial::criterion)).orElseThrow();
    return new CurveStudy(
        law,
        intervals,
        outliers,
        lawWithoutOutliers,
        intervalsWithoutOutliers,
        trials,
        chosen,
        heldOut,
        heldOut.isEmpty() ? Double.NaN : heldOut.lastValueError());
  }

  private static double error(Fitter fitter, LawFit fit, Runs runs, HeldOut heldOut) {
    if (heldOut.isEmpty()) {
      return Double.NaN;
    }
    LawFit seen =
        heldOut.seen().rows() == runs.rows() ? fit : fitter.fit(fit.form(), heldOut.seen());
    return seen.logError(heldOut.unseen());
  }
}
