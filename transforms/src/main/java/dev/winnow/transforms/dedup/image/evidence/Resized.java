package dev.winnow.transforms.dedup.image.evidence;

/**
 * Two pictures at the resolution of the coarser one.
 *
 * @param view picture that may show more than the other
 * @param window the other picture
 */
record Resized(SizedPicture view, SizedPicture window) {

  /** Least number of pixels along a side. */
  private static final int LEAST = 8;

  /**
   * @param start approximate place in {@code view} for each place in {@code window}, in parts of
   *     their sides
   */
  static Resized of(ComparedPicture view, ComparedPicture window, Placement start) {
    double across = StrictMath.hypot(start.xx(), start.yx());
    double down = StrictMath.hypot(start.xy(), start.yy());
    int columns = side(Math.min(window.image().width(), across * view.image().width()));
    int rows = side(Math.min(window.image().height(), down * view.image().height()));
    return new Resized(
        view.at(
            side(Math.min(view.image().width(), columns / across)),
            side(Math.min(view.image().height(), rows / down))),
        window.at(columns, rows));
  }

  private static int side(double pixels) {
    return (int) Math.max(LEAST, Math.round(pixels));
  }

  /** Returns true if one of the pictures has much blank ground, or is small and grey. */
  boolean sparse() {
    return window.sparse() || view.sparse();
  }
}
