package dev.winnow.transforms.dedup.image.evidence;

import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Resampler;

/**
 * Two pictures, one laid on the other, at the resolution of the coarser one.
 *
 * @param view picture that may show more than the other
 * @param window the other picture, on whose pixels both are compared
 * @param placement place in {@code view} of each pixel of {@code window}
 * @param compared {@code [height * width]} of the window: true for the pixels that count. For
 *     sparse pictures these are all that both pictures show, for others those in the middle disc
 * @param sparse true if one of the pictures has much blank ground, or is small and grey
 */
record Overlay(
    RasterImage view, RasterImage window, Placement placement, boolean[] compared, boolean sparse) {

  /** Least number of pixels along a side. */
  private static final int LEAST = 8;

  /** Smaller side below which a grey picture is compared like a sparse one, in pixels. */
  private static final int SMALL = 64;

  /** Radius of the middle disc, in parts of the side. */
  private static final double RADIUS = 0.375;

  static Overlay of(RasterImage view, RasterImage window, Placement start) {
    double across = StrictMath.hypot(start.xx(), start.yx());
    double down = StrictMath.hypot(start.xy(), start.yy());
    RasterImage b =
        Resampler.bilinear(
            window,
            side(Math.min(window.width(), across * view.width())),
            side(Math.min(window.height(), down * view.height())));
    RasterImage a =
        Resampler.bilinear(
            view,
            side(Math.min(view.width(), b.width() / across)),
            side(Math.min(view.height(), b.height() / down)));
    Plane grey = Plane.grey(b);
    Plane other = Plane.grey(a);
    boolean sparse =
        Detail.sparse(grey) || Detail.sparse(other) || smallAndGrey(a) || smallAndGrey(b);
    boolean[] region = region(b, sparse);
    Placement refined = Registration.of(other, grey, region, start.inPixels(b, a));
    for (int y = 0; y < b.height(); y++) {
      for (int x = 0; x < b.width(); x++) {
        region[y * b.width() + x] &= other.holds(refined.x(x, y), refined.y(x, y));
      }
    }
    return new Overlay(a, b, refined, region, sparse);
  }

  /** Returns true for pictures that have little detail and no colour, so that all of it counts. */
  private static boolean smallAndGrey(RasterImage image) {
    return image.channels() == 1 && Math.min(image.width(), image.height()) < SMALL;
  }

  private static int side(double pixels) {
    return (int) Math.max(LEAST, Math.round(pixels));
  }

  private static boolean[] region(RasterImage window, boolean whole) {
    boolean[] region = new boolean[window.width() * window.height()];
    for (int y = 0; y < window.height(); y++) {
      for (int x = 0; x < window.width(); x++) {
        double right = (x + 0.5) / window.width() - 0.5;
        double below = (y + 0.5) / window.height() - 0.5;
        region[y * window.width() + x] = whole || right * right + below * below <= RADIUS * RADIUS;
      }
    }
    return region;
  }

  /** Returns a plane of the view at the pixels of the window. */
  Plane moved(Plane plane) {
    int width = window.width();
    float[] values = new float[width * window.height()];
    for (int y = 0; y < window.height(); y++) {
      for (int x = 0; x < width; x++) {
        values[y * width + x] = plane.at(placement.x(x, y), placement.y(x, y));
      }
    }
    return new Plane(width, window.height(), values);
  }
}
