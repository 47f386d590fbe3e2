package dev.winnow.transforms.kernel.onnx;

/**
 * Computes how far apart two scores of a row must be on a device for the CPU's kernel to have them
 * in the same order.
 *
 * <p>The score of row x and centroid c with bias b is {@code s = b + sum x_j c_j}, j = 1..d; b is
 * zero under the cosine metric and the float nearest to {@code -|c|^2 / 2} under the squared
 * Euclidean one. In both cases b is an exact input of both computations, so one proof holds for
 * both metrics. Let {@code u = 2^-24}, {@code n = d + 1}, {@code gamma = n u / (1 - n u)} (Higham,
 * Accuracy and Stability of Numerical Algorithms, 2nd edition, section 3.1), and {@code M = |x| C +
 * B} with C the greatest length of a centroid and B the greatest magnitude of a bias.
 *
 * <ol>
 *   <li>The CPU's kernel begins with b and makes d fused multiply-adds in order, each with one
 *       rounding. So b and every product carry at most d factors {@code 1 + delta}, {@code |delta|
 *       <= u}, and {@code |s_cpu - s| <= gamma (|b| + sum |x_j c_j|) <= gamma M} by Cauchy and
 *       Schwarz (Higham, equation 3.4).
 *   <li>The device adds the n products {@code x_j c_j} and {@code 1 b} in some order, fused or not,
 *       perhaps in parts. Each product carries the rounding of its multiplication and one of each
 *       addition on its way, at most {@code n - 1}; products with the zeros of the padding change
 *       nothing. So {@code |s_dev - s| <= gamma M} as well (Higham, section 4.2).
 *   <li>Below the least normal float, 2^-126, roundings have an absolute error instead, and a
 *       device may treat such numbers as zero. An input that vanishes changes its product by at
 *       most {@code 2^-126} times the other factor, and each of the 2 n operations has an error of
 *       at most {@code 2^-126}; later roundings less than double it. With {@code |x_j| <= |x|} and
 *       {@code |c_j| <= C} the sum of these errors is less than {@code t = 2^-125 n (|x| + C + 2)}
 *       on either side.
 *   <li>So {@code |s_dev - s_cpu| <= E = 2 gamma M + 2 t} for every centroid. Where two scores of
 *       the device differ by more than {@code 2 E}, those of the CPU differ in the same direction,
 *       and are not equal: the lower one can't be the CPU's nearest.
 * </ol>
 *
 * <p>{@code M <= 2^125} rules out overflow on the way. This class computes in double; a factor of
 * {@code 1 + 2^-20} covers the roundings of double.
 *
 * <p>Inputs must reach the device's multipliers as floats. TF32 cuts them to eleven significant
 * bits, an error of {@code 2^-10 M} rather than {@code gamma M}; {@link OnnxDevice} turns it off.
 */
final class ErrorBound {

  private static final double SLACK = 1 + 0x1p-20;
  private static final double GREATEST = 0x1p125;

  private final double gamma;
  private final double tiny;
  private final double length;
  private final double bias;

  private ErrorBound(int dim, double length, double bias) {
    double n = dim + 1.0;
    double nu = n * 0x1p-24;
    // NaN: for so many dimensions there is no bound.
    this.gamma = nu < 0.5 ? nu / (1 - nu) : Double.NaN;
    this.tiny = n * 0x1p-125;
    this.length = length;
    this.bias = bias;
  }

  /**
   * @param centroids {@code float[k * dim]}
   * @param bias bias of each centroid; null for none
   */
  static ErrorBound of(float[] centroids, int dim, float[] bias) {
    double longest = 0;
    for (int at = 0; at < centroids.length; at += dim) {
      longest = Math.max(longest, length(centroids, at, dim));
    }
    double greatest = 0;
    for (int c = 0; bias != null && c < bias.length; c++) {
      greatest = Math.max(greatest, Math.abs(bias[c]));
    }
    return new ErrorBound(dim, longest, greatest);
  }

  /**
   * Returns {@code 2 E} of the class comment for a row of the given length. NaN where there is no
   * bound: the row or a centroid is not finite, or sums could overflow.
   */
  double margin(double rowLength) {
    double most = rowLength * length + bias;
    if (!(most <= GREATEST)) {
      return Double.NaN;
    }
    return SLACK * 4 * (gamma * most + tiny * (rowLength + length + 2));
  }

  /**
   * Returns the length of a vector. Eight sums run at once, since each addition to one sum would
   * wait for the addition before it.
   */
  static double length(float[] values, int at, int dim) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int end = at + dim;
    int j = at;
    for (; j + 8 <= end; j += 8) {
      a += square(values[j]);
      b += square(values[j + 1]);
      c += square(values[j + 2]);
      d += square(values[j + 3]);
      e += square(values[j + 4]);
      f += square(values[j + 5]);
      g += square(values[j + 6]);
      h += square(values[j + 7]);
    }
    for (; j < end; j++) {
      a += square(values[j]);
    }
    return Math.sqrt(((a + b) + (c + d)) + ((e + f) + (g + h)));
  }

  private static double square(double value) {
    return value * value;
  }
}
