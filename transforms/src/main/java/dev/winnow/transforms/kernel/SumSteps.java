package dev.winnow.transforms.kernel;

import java.io.Serializable;

/**
 * The steps in which coordinates and distances are summed as whole numbers.
 *
 * <p>Coordinates are at most {@code 2^e} in magnitude and a step is {@code 2^(e - 36)}: a term is
 * at most 2^36 steps, so the sum of 2^26 rows stays below 2^62. A float above {@code 2^(e - 12)} in
 * magnitude is a whole number of steps; a smaller one is rounded to the nearest. Distances are at
 * most {@code 2^f} and a step is {@code 2^(f - 31)}: the sum of 2^31 rows stays below 2^62.
 *
 * @param coordinateExponent e
 * @param distanceExponent f
 */
public record SumSteps(int coordinateExponent, int distanceExponent) implements Serializable {

  /** Unit vectors and their cosine distances, in [0, 2]. */
  public static final SumSteps UNIT = new SumSteps(0, 1);

  /**
   * Vectors and their squared Euclidean distances.
   *
   * @param greatest coordinate of any row, in magnitude; finite
   */
  public static SumSteps euclidean(float greatest, int dim) {
    if (!(greatest >= 0) || Float.isInfinite(greatest)) {
      throw new IllegalArgumentException("coordinates must be finite, got " + greatest);
    }
    int e = Math.max(Float.MIN_EXPONENT, Math.getExponent(greatest) + 1);
    int log = 32 - Integer.numberOfLeadingZeros(dim - 1);
    // Two points are at most 2 * 2^e apart in each dimension.
    return new SumSteps(e, 2 * (e + 1) + log);
  }

  double anchor() {
    return Math.scalb(1.5, coordinateExponent + 16);
  }

  /** A coordinate from a sum of steps. */
  double coordinate(long steps) {
    return steps * power(coordinateExponent - 36);
  }

  /** A distance as whole steps, cut to the step below. */
  public long distanceSteps(double distance) {
    return (long) (distance * power(31 - distanceExponent));
  }

  /** A distance from a sum of steps. */
  public double distance(long steps) {
    return steps * power(distanceExponent - 31);
  }

  /** A power of two, exactly; multiplying by it rounds nothing. */
  private static double power(int exponent) {
    return Double.longBitsToDouble((long) (exponent + Double.MAX_EXPONENT) << 52);
  }
}
