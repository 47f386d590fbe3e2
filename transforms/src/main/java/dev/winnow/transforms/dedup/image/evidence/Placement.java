package dev.winnow.transforms.dedup.image.evidence;

import dev.winnow.transforms.image.RasterImage;

/**
 * Place in one picture for each place in another one: {@code (x, y)} becomes {@code (xx x + xy y +
 * x0, yx x + yy y + y0)}. In pixels, middles of pixels have whole numbers.
 */
public record Placement(double xx, double xy, double x0, double yx, double yy, double y0) {

  /**
   * Returns the same placement for two pictures whose sides have other numbers of pixels, from a
   * placement in which each side of both pictures has the length 1, and places are counted from the
   * upper left corner.
   *
   * @param from picture whose places are given
   * @param to picture in which their places are found
   */
  Placement inPixels(RasterImage from, RasterImage to) {
    return new Placement(
        xx * to.width() / from.width(),
        xy * to.width() / from.height(),
        to.width() * (x0 + xx * 0.5 / from.width() + xy * 0.5 / from.height()) - 0.5,
        yx * to.height() / from.width(),
        yy * to.height() / from.height(),
        to.height() * (y0 + yx * 0.5 / from.width() + yy * 0.5 / from.height()) - 0.5);
  }

  double x(double column, double row) {
    return xx * column + xy * row + x0;
  }

  double y(double column, double row) {
    return yx * column + yy * row + y0;
  }

  /** Adds a small change of each number, in the order of the components. */
  Placement plus(double[] change) {
    return new Placement(
        xx + change[0],
        xy + change[1],
        x0 + change[2],
        yx + change[3],
        yy + change[4],
        y0 + change[5]);
  }

  /**
   * Returns a bound of the distance, along one axis, by which a change moves any pixel of a window.
   *
   * @param change of each number, in the order of the components
   */
  static double farthest(double[] change, int width, int height) {
    return Math.max(
        Math.abs(change[0]) * width + Math.abs(change[1]) * height + Math.abs(change[2]),
        Math.abs(change[3]) * width + Math.abs(change[4]) * height + Math.abs(change[5]));
  }
}
