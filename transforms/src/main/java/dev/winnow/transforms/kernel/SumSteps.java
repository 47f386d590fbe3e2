package dev.winnow.transforms.kernel;

import java.io.Serializable;

/**
 * Step sizes in which coordinates and distances are summed as whole numbers.
 *
 * <p>Coordinates are at most {@code 2^e} in magnitude, and their step is {@code 2^(e - 36)}. A term
 * is then at most 2^36 steps, so the sum of 2^26 rows stays below 2^62. A float above {@code 2^(e -
 * 12)} in magnitude is a whole number of steps; a smaller float is rounded to the nearest step.
 * Distances are at most {@code 2^f}, and their step is {@code 2^(f - 31)}, so the sum of 2^31 rows
 * stays below 2^62.
 *
 * @param coordinateExponent e
 * @param distanceExponent f
 */
public record SumSteps(int coordinateExponent, int distanceExponent) implements Serializable {

  /** Steps for unit vectors and their cosine distances, in [0, 2]. */
  public static final SumSteps UNIT = new SumSteps(0, 1);

  /**
   * Returns steps for vectors and their squared Euclidean distances.
   *
   * @param greatest greatest magnitude of a coordinate of any row; finite
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

  /** Converts a sum of steps to a coordinate. */
  double coordinate(long steps) {
    return steps * power(coordinateExponent - 36);
  }

  /** Converts a distance to whole steps, rounded down. */
  public long distanceSteps(double distance) {
    return (long) (distance * power(31 - distanceExponent));
  }

  /** Converts a sum of steps to a distance. */
  public double distance(long steps) {
    return steps * power(distanceExponent - 31);
  }

  /** Returns a power of two, exactly. Multiplying by it rounds nothing. */
  private static double power(int exponent) {
    return Double.longBitsToDouble((long) (exponent + Double.MAX_EXPONENT) << 52);
  }
}
