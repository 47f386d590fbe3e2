package dev.winnow.transforms.kernel;

/**
 * A vector scaled to unit length, or the reason why it cannot be.
 *
 * @param vector unit length; null when refused
 * @param norm L2 norm before scaling; 0 when refused
 * @param code null when accepted, otherwise zero_vector or non_finite_vector
 */
public record UnitVector(float[] vector, float norm, String code) {

  private static final double SMALLEST = 1e-12;

  /** Scales a vector by its norm, which is summed in double in the order of the dimensions. */
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
    if (Double.isNaN(norm) || Double.isInfinite(norm) || norm > Float.MAX_VALUE) {
      return new UnitVector(null, 0, "non_finite_vector");
    }
    if (norm < SMALLEST) {
      return new UnitVector(null, 0, "zero_vector");
    }
    for (int i = 0; i < wide.length; i++) {
      wide[i] /= norm;
    }
    float[] unit = new float[raw.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) wide[i];
    }
    return new UnitVector(unit, (float) norm, null);
  }
}
