package dev.winnow.transforms.dedup.image;

/**
 * Places of the samples of one view in a {@link GreySquare}: a square grid, turned, zoomed and
 * moved. Samples outside of the picture repeat its border.
 */
final class SampleGrid {

  /**
   * Part of a picture.
   *
   * @param across part of the width that fills the view, in (0, 1]
   * @param down part of the height that fills the view, in (0, 1]
   * @param degrees clockwise turn of the view
   * @param right distance of the view's middle to the right of the picture's, in widths
   * @param below distance of the view's middle below the picture's, in heights
   */
  record View(double across, double down, double degrees, double right, double below) {

    static View zoomed(double zoom) {
      return new View(zoom, zoom, 0, 0, 0);
    }
  }

  private final int[] corner;
  private final float[] right;
  private final float[] below;

  /**
   * @param side number of samples along a side
   * @param whole number of samples along the side of the view itself; a larger grid reaches over
   *     its border
   * @param mirrored true if left and right are exchanged
   */
  SampleGrid(View view, int side, int whole, boolean mirrored) {
    corner = new int[side * side];
    this.right = new float[side * side];
    this.below = new float[side * side];
    double angle = StrictMath.toRadians(view.degrees());
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double u = (x + 0.5 - side / 2.0) / whole;
        double v = (y + 0.5 - side / 2.0) / whole;
        double column = 0.5 + view.right() + view.across() * (u * cos - v * sin);
        double row = 0.5 + view.below() + view.down() * (u * sin + v * cos);
        double px = inside(column * GreySquare.SIDE - 0.5);
        double py = inside(row * GreySquare.SIDE - 0.5);
        int left = (int) Math.min(px, GreySquare.SIDE - 2);
        int top = (int) Math.min(py, GreySquare.SIDE - 2);
        int at = y * side + (mirrored ? side - 1 - x : x);
        corner[at] = top * GreySquare.SIDE + left;
        this.right[at] = (float) (px - left);
        this.below[at] = (float) (py - top);
      }
    }
  }

  private static double inside(double pixel) {
    return Math.min(GreySquare.SIDE - 1, Math.max(0, pixel));
  }

  /**
   * Interpolates between the four nearest pixels.
   *
   * @param picture {@code float[64 * 64]}
   * @param samples receives {@code [side * side]}, row-major
   */
  void sample(float[] picture, float[] samples) {
    for (int i = 0; i < corner.length; i++) {
      int at = corner[i];
      float r = right[i];
      float top = picture[at] + r * (picture[at + 1] - picture[at]);
      int under = at + GreySquare.SIDE;
      float bottom = picture[under] + r * (picture[under + 1] - picture[under]);
      samples[i] = top + below[i] * (bottom - top);
    }
  }
}
