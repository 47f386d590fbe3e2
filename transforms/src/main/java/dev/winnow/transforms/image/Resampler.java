package dev.winnow.transforms.image;

/**
 * Resizes images like Pillow, the Python imaging library. The filters are separable and work on
 * pixel centres. Their support widens when the image shrinks, which prevents aliasing. The
 * horizontal pass comes first, and each pass rounds to 8 bits. Weights are double, and the result
 * depends on the pixels only.
 */
public final class Resampler {

  /** Shape of the filter. */
  public enum Filter {
    /** Triangle of radius 1. */
    BILINEAR(1),
    /** Cubic of Keys with a = -0.5, radius 2. */
    BICUBIC(2);

    private final double radius;

    Filter(double radius) {
      this.radius = radius;
    }

    private double weight(double x) {
      double t = Math.abs(x);
      if (this == BILINEAR) {
        return t < 1 ? 1 - t : 0;
      }
      if (t < 1) {
        return (1.5 * t - 2.5) * t * t + 1;
      }
      return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
    }
  }

  /** Resizes the whole image with the triangle filter. */
  public static RasterImage bilinear(RasterImage image, int width, int height) {
    return resize(image, width, height, Filter.BILINEAR);
  }

  /** Resizes the whole image; returns the same image if it has this size. */
  public static RasterImage resize(RasterImage image, int width, int height, Filter filter) {
    RasterImage result = image;
    if (width != image.width()) {
      result = pass(result, width, filter, true);
    }
    if (height != image.height()) {
      result = pass(result, height, filter, false);
    }
    return result;
  }

  /**
   * Resizes so that the shorter side has {@code edge} pixels; the longer side is rounded down to
   * whole pixels.
   */
  public static RasterImage shortestEdge(RasterImage image, int edge, Filter filter) {
    if (image.width() <= image.height()) {
      return resize(
          image, edge, Math.max(1, (int) ((long) edge * image.height() / image.width())), filter);
    }
    return resize(
        image, Math.max(1, (int) ((long) edge * image.width() / image.height())), edge, filter);
  }

  /** Returns the middle of an image, padded with black if the image is smaller. */
  public static RasterImage centerCrop(RasterImage image, int width, int height) {
    if (width == image.width() && height == image.height()) {
      return image;
    }
    int channels = image.channels();
    byte[] cropped = new byte[width * height * channels];
    int left = Math.floorDiv(image.width() - width, 2);
    int top = Math.floorDiv(image.height() - height, 2);
    for (int y = 0; y < height; y++) {
      int from = top + y;
      if (from < 0 || from >= image.height()) {
        continue;
      }
      int firstX = Math.max(0, -left);
      int lastX = Math.min(width, image.width() - left);
      System.arraycopy(
          image.pixels(),
          (from * image.width() + left + firstX) * channels,
          cropped,
          (y * width + firstX) * channels,
          (lastX - firstX) * channels);
    }
    return new RasterImage(width, height, channels, cropped);
  }

  private static RasterImage pass(RasterImage image, int size, Filter filter, boolean horizontal) {
    int in = horizontal ? image.width() : image.height();
    double scale = (double) in / size;
    double stretch = Math.max(1, scale);
    double support = filter.radius * stretch;
    int channels = image.channels();
    int width = horizontal ? size : image.width();
    int height = horizontal ? image.height() : size;
    byte[] source = image.pixels();
    byte[] target = new byte[width * height * channels];
    int step = horizontal ? channels : image.width() * channels;
    int lines = horizontal ? image.height() : image.width() * channels;
    int lineStep = horizontal ? image.width() * channels : 1;
    int targetStep = horizontal ? channels : width * channels;
    int targetLineStep = horizontal ? width * channels : 1;
    int perLine = horizontal ? channels : 1;
    for (int i = 0; i < size; i++) {
      double center = (i + 0.5) * scale;
      int first = Math.max(0, (int) (center - support + 0.5));
      int last = Math.min(in, (int) (center + support + 0.5));
      double[] weights = new double[last - first];
      double total = 0;
      for (int j = first; j < last; j++) {
        weights[j - first] = filter.weight((j - center + 0.5) / stretch);
        total += weights[j - first];
      }
      for (int line = 0; line < lines; line++) {
        for (int c = 0; c < perLine; c++) {
          double sum = 0;
          int at = line * lineStep + first * step + c;
          for (double weight : weights) {
            sum += weight * (source[at] & 0xff);
            at += step;
          }
          long value = (long) Math.floor(sum / total + 0.5);
          target[line * targetLineStep + i * targetStep + c] =
              (byte) Math.max(0, Math.min(255, value));
        }
      }
    }
    return new RasterImage(width, height, channels, target);
  }

  private Resampler() {}
}
