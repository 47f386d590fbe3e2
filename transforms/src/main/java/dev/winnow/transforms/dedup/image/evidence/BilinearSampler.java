package dev.winnow.transforms.dedup.image.evidence;

/**
 * Values of a plane between its pixels, and their slopes. Outside of the plane, its border is
 * repeated.
 */
final class BilinearSampler {

  private final Plane plane;
  private final int lastColumn;
  private final int lastRow;
  private final int stride;

  /** The plane with one more row and column, so that every pixel has one to its right and below. */
  private final float[] values;

  BilinearSampler(Plane plane) {
    this.plane = plane;
    int width = plane.width();
    int height = plane.height();
    lastColumn = width - 1;
    lastRow = height - 1;
    stride = width + 1;
    values = new float[stride * (height + 1)];
    for (int y = 0; y <= height; y++) {
      int from = Math.min(y, lastRow) * width;
      System.arraycopy(plane.values(), from, values, y * stride, width);
      values[y * stride + width] = plane.values()[from + lastColumn];
    }
  }

  /** Returns true if a place lies between the middles of the outermost pixels. */
  boolean holds(double x, double y) {
    return plane.holds(x, y);
  }

  /** Interpolates between the four nearest pixels. */
  float at(double x, double y) {
    double column = within(x, lastColumn);
    double row = within(y, lastRow);
    int left = (int) column;
    int top = (int) row;
    return between(left, (float) (column - left), top, (float) (row - top));
  }

  /** Returns the difference of the values half a pixel to the right and to the left of a place. */
  float across(double x, double y) {
    double row = within(y, lastRow);
    int top = (int) row;
    float under = (float) (row - top);
    double right = within(x + 0.5, lastColumn);
    double left = within(x - 0.5, lastColumn);
    int rightOf = (int) right;
    int leftOf = (int) left;
    return between(rightOf, (float) (right - rightOf), top, under)
        - between(leftOf, (float) (left - leftOf), top, under);
  }

  /** Returns the difference of the values half a pixel below and above a place. */
  float down(double x, double y) {
    double column = within(x, lastColumn);
    int left = (int) column;
    float share = (float) (column - left);
    double below = within(y + 0.5, lastRow);
    double above = within(y - 0.5, lastRow);
    int belowOf = (int) below;
    int aboveOf = (int) above;
    return between(left, share, belowOf, (float) (below - belowOf))
        - between(left, share, aboveOf, (float) (above - aboveOf));
  }

  private static double within(double place, int last) {
    return place < 0 ? 0 : place > last ? last : place;
  }

  /** Interpolates between a pixel and those to its right and below it. */
  private float between(int left, float right, int top, float under) {
    int at = top * stride + left;
    float a = values[at];
    float b = values[at + stride];
    float above = a + right * (values[at + 1] - a);
    float beneath = b + right * (values[at + stride + 1] - b);
    return above + under * (beneath - above);
  }
}
