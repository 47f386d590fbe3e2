package dev.winnow.transforms.experiment.fit;

/**
 * The largest sizes, which a fit must not see, because a form that fits well inside the measured
 * range may still extrapolate badly.
 *
 * @param seen rows that the fit sees
 * @param unseen rows of larger sizes; none if too few sizes would remain
 */
public record HeldOut(Runs seen, Runs unseen) {

  /**
   * Holds out the sizes beyond half of the largest, the protocol of Alabdulmohsin et al. 2022. If
   * the others can't support a law, only the largest size is held out, and if that is too much,
   * none.
   */
  public static HeldOut largest(Runs runs) {
    for (double limit : new double[] {runs.largest() / 2, Math.nextDown(runs.largest())}) {
      Runs seen = runs.where(row -> runs.examples(row) <= limit);
      if (seen.supportsLaw() && seen.rows() > mostCoefficients(runs)) {
        return new HeldOut(seen, runs.where(row -> runs.examples(row) > limit));
      }
    }
    return new HeldOut(runs, runs.where(row -> false));
  }

  private static int mostCoefficients(Runs runs) {
    return LawForm.of(runs.hasParameters()).stream()
        .mapToInt(form -> form.law().size())
        .max()
        .orElse(0);
  }

  public boolean isEmpty() {
    return unseen.rows() == 0;
  }

  /**
   * Returns the root mean square log error of a forecast that nothing changes beyond the largest
   * size seen: the mean log loss there. NaN if no rows are held out.
   */
  public double lastValueError() {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < seen.rows(); i++) {
      if (seen.examples(i) == seen.largest()) {
        sum += StrictMath.log(seen.loss(i));
        count++;
      }
    }
    double squares = 0;
    for (int i = 0; i < unseen.rows(); i++) {
      double error = sum / count - StrictMath.log(unseen.loss(i));
      squares += error * error;
    }
    return StrictMath.sqrt(squares / unseen.rows());
  }
}
