package dev.winnow.transforms.dedup.image.evidence;

import java.util.Arrays;

/**
 * Normal equations of a step of {@link Registration}: eight unknowns, and a weighted equation for
 * each pixel that both pictures show. Sums are taken in the order of the pixels, eight at a time,
 * because an addition waits for the one before it.
 *
 * <p>One instance serves the steps of a registration, one after another. Memory: 100 bytes for each
 * pixel of the window.
 */
final class NormalEquations {

  /** Number of unknowns: six of the placement, then contrast and level. */
  private static final int UNKNOWNS = 8;

  /** Greatest number of compared pixels along the shorter side. */
  private static final int SAMPLES = 64;

  private final boolean[] compared;
  private final int[] pixels;
  private final double[][] slopes;
  private final double[] weights;
  private final double[] rests;
  private final double[] left = new double[UNKNOWNS * UNKNOWNS];
  private final double[] right = new double[UNKNOWNS];
  private int count;

  /**
   * @param compared {@code [height * width]} of the window: true for the pixels that count
   */
  NormalEquations(boolean[] compared) {
    this.compared = compared;
    pixels = new int[compared.length];
    slopes = new double[UNKNOWNS][compared.length];
    Arrays.fill(slopes[7], 1);
    weights = new double[compared.length];
    rests = new double[compared.length];
  }

  /**
   * Returns the change of the unknowns; null if the pictures have too little texture.
   *
   * @param view picture whose place is sought
   * @param window picture that stays
   */
  double[] solve(BilinearSampler view, Plane window, Placement placement) {
    place(view, window, placement);
    weigh(window);
    sum();
    return Cholesky.solve(left, right);
  }

  /** Lists the pixels that both pictures show, with the slopes of the view and the rests. */
  private void place(BilinearSampler view, Plane window, Placement placement) {
    int stride = (Math.min(window.width(), window.height()) + SAMPLES - 1) / SAMPLES;
    count = 0;
    for (int row = 0; row < window.height(); row += stride) {
      for (int column = 0; column < window.width(); column += stride) {
        int pixel = row * window.width() + column;
        double x = placement.x(column, row);
        double y = placement.y(column, row);
        if (compared[pixel] && view.holds(x, y)) {
          float value = view.at(x, y);
          double across = view.across(x, y);
          double down = view.down(x, y);
          slopes[0][count] = across * column;
          slopes[1][count] = across * row;
          slopes[2][count] = across;
          slopes[3][count] = down * column;
          slopes[4][count] = down * row;
          slopes[5][count] = down;
          slopes[6][count] = value;
          pixels[count] = pixel;
          rests[count++] = window.values()[pixel] - (double) value;
        }
      }
    }
  }

  /** Computes weights. A rest of twice the mean one, at least a level, counts half. */
  private void weigh(Plane window) {
    double scale = deviation(window);
    for (int p = 0; p < count; p++) {
      double odd = rests[p] / scale;
      weights[p] = 1 / (1 + odd * odd);
    }
  }

  /** Returns twice the mean absolute rest, at least one level. */
  private double deviation(Plane window) {
    double sum = 0;
    for (int p = 0; p < count; p++) {
      // The difference of single precision, as the planes have it.
      sum += Math.abs(window.values()[pixels[p]] - (float) slopes[6][p]);
    }
    return Math.max(1, 2 * sum / Math.max(1, count));
  }

  private void sum() {
    for (int i = 0; i < UNKNOWNS; i += 2) {
      for (int j = 0; j <= i; j += 4) {
        sum(i, j);
      }
      right(i);
    }
  }

  /** Sums products of the unknowns i and i + 1 with four from j. */
  private void sum(int i, int j) {
    double[] one = slopes[i];
    double[] other = slopes[i + 1];
    double[] a = slopes[j];
    double[] b = slopes[j + 1];
    double[] c = slopes[j + 2];
    double[] d = slopes[j + 3];
    double oneA = 0;
    double oneB = 0;
    double oneC = 0;
    double oneD = 0;
    double otherA = 0;
    double otherB = 0;
    double otherC = 0;
    double otherD = 0;
    for (int p = 0; p < count; p++) {
      double first = weights[p] * one[p];
      double second = weights[p] * other[p];
      oneA += first * a[p];
      oneB += first * b[p];
      oneC += first * c[p];
      oneD += first * d[p];
      otherA += second * a[p];
      otherB += second * b[p];
      otherC += second * c[p];
      otherD += second * d[p];
    }
    int at = i * UNKNOWNS + j;
    left[at] = oneA;
    left[at + 1] = oneB;
    left[at + 2] = oneC;
    left[at + 3] = oneD;
    left[at + UNKNOWNS] = otherA;
    left[at + UNKNOWNS + 1] = otherB;
    left[at + UNKNOWNS + 2] = otherC;
    left[at + UNKNOWNS + 3] = otherD;
  }

  private void right(int i) {
    double[] one = slopes[i];
    double[] other = slopes[i + 1];
    double first = 0;
    double second = 0;
    for (int p = 0; p < count; p++) {
      first += weights[p] * one[p] * rests[p];
      second += weights[p] * other[p] * rests[p];
    }
    right[i] = first;
    right[i + 1] = second;
  }
}
