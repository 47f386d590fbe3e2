package dev.winnow.transforms.dedup.image.evidence;

import dev.winnow.transforms.image.RasterImage;

/**
 * Two pictures, one laid on the other.
 *
 * @param pictures the pictures; both are compared on the pixels of the window
 * @param placement place in the view of each pixel of the window
 * @param compared {@code [height * width]} of the window: true for the pixels that count. For
 *     sparse pictures these are all that both pictures show, for others those in the middle disc
 * @param sparse true if one of the pictures has much blank ground, or is small and grey
 */
record Overlay(Resized pictures, Placement placement, boolean[] compared, boolean sparse) {

  /** Radius of the middle disc, in parts of the side. */
  private static final double RADIUS = 0.375;

  /**
   * @param sparse as in {@link Resized#sparse}
   * @param start approximate place in the view for each place in the window, in parts of their
   *     sides
   */
  static Overlay of(Resized pictures, boolean sparse, Placement start) {
    RasterImage view = pictures.view().image();
    RasterImage window = pictures.window().image();
    boolean[] region = region(window, sparse);
    Placement refined =
        Registration.of(
            pictures.view().grey(), pictures.window().grey(), region, start.inPixels(window, view));
    Plane shown = pictures.view().grey().plane();
    for (int y = 0; y < window.height(); y++) {
      for (int x = 0; x < window.width(); x++) {
        region[y * window.width() + x] &= shown.holds(refined.x(x, y), refined.y(x, y));
      }
    }
    return new Overlay(pictures, refined, region, sparse);
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
    BilinearSampler shown = new BilinearSampler(plane);
    int width = pictures.window().image().width();
    int height = pictures.window().image().height();
    float[] values = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        values[y * width + x] = shown.at(placement.x(x, y), placement.y(x, y));
      }
    }
    return new Plane(width, height, values);
  }
}
