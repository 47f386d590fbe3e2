package dev.winnow.transforms.dedup.image.evidence;

/**
 * Refines the placement of one picture on another, until the shapes lie on each other. Each step is
 * one of Gauss and Newton for the six numbers of the placement and for the contrast and level of
 * one picture. Places that differ much, such as a caption, get little weight.
 *
 * @see <a href="https://doi.org/10.1023/B:VISI.0000011205.11775.fd">Baker and Matthews 2004</a>
 */
final class Registration {

  /** Blurs in pixels, the coarsest first: each finds moves of about its own size. */
  private static final double[] BLURS = {3, 1.5};

  private static final int STEPS = 6;
  private static final int NUMBERS = 8;

  /**
   * @param view picture whose place is sought
   * @param window picture that stays
   * @param compared {@code [height * width]} of the window: true for the pixels that count
   * @param start approximate place in {@code view} of each pixel of {@code window}
   */
  static Placement of(Plane view, Plane window, boolean[] compared, Placement start) {
    Placement placement = start;
    for (double blur : BLURS) {
      double ground = Math.max(4, Math.max(window.width(), window.height()) / 12.0);
      Plane a = view.blurred(blur).minus(view.blurred(ground));
      Plane b = window.blurred(blur).minus(window.blurred(ground));
      for (int step = 0; step < STEPS; step++) {
        double[] change = step(a, b, compared, placement);
        if (change == null) {
          break;
        }
        placement = placement.plus(change);
      }
    }
    return placement;
  }

  /** Returns the change of the six numbers; null if the pictures have too little texture. */
  private static double[] step(Plane a, Plane b, boolean[] compared, Placement placement) {
    int stride = Math.max(1, Math.min(b.width(), b.height()) / 64);
    double scale = deviation(a, b, compared, placement, stride);
    double[][] left = new double[NUMBERS][NUMBERS];
    double[] right = new double[NUMBERS];
    double[] slopes = new double[NUMBERS];
    for (int y = 0; y < b.height(); y += stride) {
      for (int x = 0; x < b.width(); x += stride) {
        double px = placement.x(x, y);
        double py = placement.y(x, y);
        if (!compared[y * b.width() + x] || !a.holds(px, py)) {
          continue;
        }
        double value = a.at(px, py);
        double across = (a.at(px + 0.5, py) - a.at(px - 0.5, py));
        double down = (a.at(px, py + 0.5) - a.at(px, py - 0.5));
        slopes[0] = across * x;
        slopes[1] = across * y;
        slopes[2] = across;
        slopes[3] = down * x;
        slopes[4] = down * y;
        slopes[5] = down;
        slopes[6] = value;
        slopes[7] = 1;
        double rest = b.values()[y * b.width() + x] - value;
        double odd = rest / scale;
        double weight = 1 / (1 + odd * odd);
        for (int i = 0; i < NUMBERS; i++) {
          double weighted = weight * slopes[i];
          right[i] += weighted * rest;
          for (int j = 0; j <= i; j++) {
            left[i][j] += weighted * slopes[j];
          }
        }
      }
    }
    return Cholesky.solve(left, right);
  }

  /** Returns twice the mean absolute difference, at least one level. */
  private static double deviation(
      Plane a, Plane b, boolean[] compared, Placement placement, int stride) {
    double sum = 0;
    int n = 0;
    for (int y = 0; y < b.height(); y += stride) {
      for (int x = 0; x < b.width(); x += stride) {
        double px = placement.x(x, y);
        double py = placement.y(x, y);
        if (compared[y * b.width() + x] && a.holds(px, py)) {
          sum += Math.abs(b.values()[y * b.width() + x] - a.at(px, py));
          n++;
        }
      }
    }
    return Math.max(1, 2 * sum / Math.max(1, n));
  }

  private Registration() {}
}
