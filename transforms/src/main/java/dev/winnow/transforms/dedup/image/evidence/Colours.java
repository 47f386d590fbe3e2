package dev.winnow.transforms.dedup.image.evidence;

import dev.winnow.transforms.image.RasterImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Agreement of two overlaid pictures in colour. The colour of a place is the logarithm of red over
 * green and of blue over green. So brightness does not change it, white balance adds the same to
 * all places, and gamma or saturation multiplies it.
 *
 * @param left deviation of the colours of the view; below 0.05 it is grey or toned
 * @param right deviation of the colours of the window
 * @param correlation correlation of both, -1 to 1
 * @param factor colours of the window in those of the view, by least squares
 * @param shift what is left of the window's mean, in logarithms
 */
record Colours(double left, double right, double correlation, double factor, double shift) {

  /** Deviation below which a picture has no colours that could be compared. */
  private static final double COLOURLESS = 0.05;

  /** Added to each channel, so that the noise of dark places has no colour. */
  private static final double DARK = 24;

  static Colours of(Overlay overlay) {
    RasterImage view = overlay.pictures().view().image();
    RasterImage window = overlay.pictures().window().image();
    if (view.channels() == 1 && window.channels() == 1) {
      return new Colours(0, 0, 0, 1, 0);
    }
    int width = window.width();
    int height = window.height();
    double blur = Math.max(1, Math.max(width, height) / 24.0);
    Plane[] a = new Plane[3];
    Plane[] b = new Plane[3];
    for (int c = 0; c < 3; c++) {
      a[c] = overlay.moved(Plane.channel(view, c).blurred(blur));
      b[c] = Plane.channel(window, c).blurred(blur);
    }
    int step = Math.max(1, Math.max(width, height) / 32);
    List<double[]> places = new ArrayList<>();
    for (int y = step / 2; y < height; y += step) {
      for (int x = step / 2; x < width; x += step) {
        int at = y * width + x;
        if (overlay.compared()[at]) {
          places.add(new double[] {log(a, 0, at), log(a, 2, at), log(b, 0, at), log(b, 2, at)});
        }
      }
    }
    return of(places);
  }

  private static double log(Plane[] planes, int channel, int at) {
    return StrictMath.log((planes[channel].values()[at] + DARK) / (planes[1].values()[at] + DARK));
  }

  private static Colours of(List<double[]> places) {
    int n = Math.max(1, places.size());
    double[] means = new double[4];
    for (double[] place : places) {
      for (int i = 0; i < 4; i++) {
        means[i] += place[i] / n;
      }
    }
    double left = 0;
    double right = 0;
    double both = 0;
    for (double[] place : places) {
      for (int i = 0; i < 2; i++) {
        double one = place[i] - means[i];
        double other = place[i + 2] - means[i + 2];
        left += one * one;
        right += other * other;
        both += one * other;
      }
    }
    boolean compared = Math.min(left, right) / n >= COLOURLESS * COLOURLESS;
    double factor = compared ? both / left : 1;
    return new Colours(
        Math.sqrt(left / n),
        Math.sqrt(right / n),
        compared ? both / Math.sqrt(left * right) : 0,
        factor,
        StrictMath.hypot(means[2] - factor * means[0], means[3] - factor * means[1]));
  }

  /**
   * Returns whether the colours agree. A grey or toned copy of a photograph agrees, because its
   * detail alone is enough evidence. Sparse pictures agree only if both have colours or neither.
   */
  boolean agree(boolean sparse) {
    boolean coloured = left >= COLOURLESS && right >= COLOURLESS;
    if (sparse) {
      return coloured
          ? correlation >= 0.9 && factor >= 0.5 && factor <= 2 && shift <= 0.25
          : Math.max(left, right) < 2 * COLOURLESS && shift <= 0.15;
    }
    return !coloured || correlation >= 0.4 && factor >= 0.25 && factor <= 4 && shift <= 0.6;
  }
}
