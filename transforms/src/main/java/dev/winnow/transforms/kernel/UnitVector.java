package dev.winnow.transforms.kernel;

/**
 * A vector scaled to unit length, or the reason why it cannot be.
 *
 * @param vector unit length; null when refused
 * @param norm L2 norm before scaling; 0 when refused
 * @param code null when accepted, otherwise {@link #ZERO}, {@link #NON_FINITE} or {@link #TOO_LONG}
 * @param fault value that refuses the vector, in words; null when accepted
 */
public record UnitVector(float[] vector, float norm, String code, String fault) {

  /** Code of a vector whose values are all 0. */
  public static final String ZERO = "zero_vector";

  /** Code of a vector that holds NaN or an infinity. */
  public static final String NON_FINITE = "non_finite_vector";

  /** Code of a vector of finite values whose norm is larger than any float. */
  public static final String TOO_LONG = "norm_too_large";

  /**
   * Scales a vector by its norm, which is summed in double in the order of the dimensions. Squares
   * of floats neither overflow nor vanish in double, so the norm may be as small or as large as a
   * float can be.
   */
  public static UnitVector of(float[] raw) {
    // Each loop has one type, so that the compiler can turn it into vector instructions.
    double[] wide = new double[raw.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = raw[i];
    }
    double squares = 0;
    for (double v : wide) {
      squares += v * v;
    }
    double norm = Math.sqrt(squares);
    if (!Double.isFinite(norm)) {
      return refused(NON_FINITE, nonFinite(raw));
    }
    if (norm > Float.MAX_VALUE) {
      return refused(TOO_LONG, "a norm of " + norm);
    }
    if (norm == 0) {
      return refused(ZERO, "0 in all " + raw.length + " dimensions");
    }
    for (int i = 0; i < wide.length; i++) {
      wide[i] /= norm;
    }
    float[] unit = new float[raw.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) wide[i];
    }
    return new UnitVector(unit, (float) norm, null, null);
  }

  private static UnitVector refused(String code, String fault) {
    return new UnitVector(null, 0, code, fault);
  }

  private static String nonFinite(float[] raw) {
    int at = 0;
    while (Float.isFinite(raw[at])) {
      at++;
    }
    return raw[at] + " in dimension " + at;
  }
}
