package dev.winnow.transforms.experiment.fit;

/**
 * Fit of one form to a curve, with its criterion and its error at unseen sizes.
 *
 * @param fit fit to all rows that the study may see
 * @param criterion Akaike's criterion with the correction for few rows; lower is better
 * @param heldOutError root mean square log error at the largest sizes, of a fit that has not seen
 *     them; NaN if no sizes are held out
 */
public record FormTrial(LawFit fit, double criterion, double heldOutError) {

  /**
   * Returns Akaike's criterion of a fit (Hurvich and Tsai 1989), for errors with the density that
   * makes the sum of absolute log residuals the likelihood, which the objective is beyond delta.
   */
  static double criterion(LawFit fit, int rows) {
    int size = fit.form().law().size() + 1;
    double correction = rows > size + 1 ? 2.0 * size * (size + 1) / (rows - size - 1) : 1e6 * size;
    double perRow = Math.max(fit.objective() / rows, Double.MIN_NORMAL);
    return 2 * rows * StrictMath.log(perRow) + 2 * size + correction;
  }
}
