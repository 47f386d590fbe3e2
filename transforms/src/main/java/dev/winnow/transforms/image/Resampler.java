package dev.winnow.transforms.image;

import java.util.Arrays;

/**
 * Resizes images like Pillow, the Python imaging library. The filters are separable and work on
 * pixel centres. Their support widens when the image shrinks, which prevents aliasing; only the *
 * nearest pixel has no support. The horizontal pass comes first, and each pass rounds to 8 bits.
 * The result depends on the pixels only.
 *
 * <p>{@link #resizeAndCrop} gives the bits of Pillow, whose weights have 22 binary digits. The
 * other methods compute with weights of double precision and differ from it by 1 at a few pixels.
 */
public final class Resampler {

  /** Shape of the filter. */
  public enum Filter {
    /** The pixel whose area holds the centre; no antialiasing. */
    NEAREST(0),
    /** Rectangle of radius 0.5. */
    BOX(0.5),
    /** Triangle of radius 1. */
    BILINEAR(1),
    /** Sinc in a Hamming window, radius 1. */
    HAMMING(1),
    /** Cubic of Keys with a = -0.5, radius 2. */
    BICUBIC(2),
    /** Sinc in a sinc window, radius 3. */
    LANCZOS(3);

    private final double radius;

    Filter(double radius) {
      this.radius = radius;
    }

    private double weight(double x) {
      double t = Math.abs(x);
      return switch (this) {
        case NEAREST -> throw new IllegalStateException("the nearest pixel has no weights");
        case BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
        case BILINEAR -> t < 1 ? 1 - t : 0;
        case HAMMING -> t < 1 ? sinc(t) * (0.54 + 0.46 * StrictMath.cos(Math.PI * t)) : 0;
        case BICUBIC ->
            t < 1 ? (1.5 * t - 2.5) * t * t + 1 : t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
        case LANCZOS -> t < 3 ? sinc(t) * sinc(t / 3) : 0;
      };
    }

    private static double sinc(double t) {
      return t == 0 ? 1 : StrictMath.sin(Math.PI * t) / (Math.PI * t);
    }
  }

  /** Resizes the whole image with the triangle filter. */
  public static RasterImage bilinear(RasterImage image, int width, int height) {
    return resize(image, width, height, Filter.BILINEAR);
  }

  /** Resizes the whole image; returns the same image if it has this size. */
  public static RasterImage resize(RasterImage image, int width, int height, Filter filter) {
    return resize(
        image,
        Spans.of(new Axis(image.width(), width), filter),
        Spans.of(new Axis(image.height(), height), filter));
  }

  /**
   * * Resizes the whole image as Pillow does and returns the middle of the result, padded with
   * black where the result is smaller. Pixels outside of the middle are not computed, so that a
   * long and narrow image costs no more memory than others.
   *
   * @param width width of the resized image, at least 1
   * @param height height of the resized image, at least 1
   * @param cropWidth width of the middle
   * @param cropHeight height of the middle
   */
  public static RasterImage resizeAndCrop(
      RasterImage image, long width, long height, Filter filter, int cropWidth, int cropHeight) {
    Axis x = Axis.middle(image.width(), width, cropWidth);
    Axis y = Axis.middle(image.height(), height, cropHeight);
    RasterImage middle =
        resize(image, Spans.of(x, filter).rounded(), Spans.of(y, filter).rounded());
    return centerCrop(middle, cropWidth, cropHeight);
  }

  private static RasterImage resize(RasterImage image, Spans columns, Spans rows) {
    RasterImage result = rows(image, rows.first(), rows.last());
    result = columns.isIdentity() ? result : pass(result, columns, 0, true);
    return rows.isIdentity() ? result : pass(result, rows, rows.first(), false);
  }

  /** Returns the rows of an image from one up to another. */
  private static RasterImage rows(RasterImage image, int from, int to) {
    int row = image.width() * image.channels();
    return from == 0 && to == image.height()
        ? image
        : new RasterImage(
            image.width(),
            to - from,
            image.channels(),
            Arrays.copyOfRange(image.pixels(), from * row, to * row));
  }

  /**
   * Part of one axis that is computed.
   *
   * @param in pixels before
   * @param out pixels after
   * @param from first pixel of the part
   * @param size pixels of the part
   */
  private record Axis(int in, long out, long from, int size) {

    Axis(int in, int out) {
      this(in, out, 0, out);
    }

    /** Returns the middle of the resized axis, or all of it if it is no longer than the middle. */
    static Axis middle(int in, long out, int crop) {
      return out <= crop
          ? new Axis(in, out, 0, (int) out)
          : new Axis(in, out, (out - crop) / 2, crop);
    }
  }

  /**
   * Pixels before the resizing from which each pixel of a part is computed, and their weights.
   * * @param axis part of the axis
   *
   * @param starts first pixel before, for each pixel of the part
   * @param weights weights of the pixels from there on
   * @param totals divisors of the weighted sums
   */
  private record Spans(Axis axis, int[] starts, double[][] weights, double[] totals) {
    private static final int MOST_ADDED = 1 << 20;
    private static final double UNIT = 1 << 22;

    static Spans of(Axis axis, Filter filter) {
      int size = axis.size();
      Spans spans = new Spans(axis, new int[size], new double[size][], new double[size]);
      double scale = (double) axis.in() / axis.out();
      // A filter would keep every pixel of an axis that keeps its length.
      if (filter == Filter.NEAREST || axis.in() == axis.out()) {
        spans.nearest(scale);
      } else {
        for (int i = 0; i < size; i++) {
          spans.around(i, (axis.from() + i + 0.5) * scale, scale, filter);
        }
      }
      return spans;
    }

    private void nearest(double scale) {
      // A sum like Pillow's, because a product rounds to another pixel at some of the edges. No
      // part of a picture of usual shape begins so late that the sum is too slow.
      long begin = axis.from() > MOST_ADDED ? axis.from() : 0;
      double place = (begin + 0.5) * scale;
      for (long i = begin; i < axis.from() + axis.size(); i++) {
        if (i >= axis.from()) {
          int at = (int) (i - axis.from());
          starts[at] = Math.min(axis.in() - 1, (int) place);
          weights[at] = new double[] {1};
          totals[at] = 1;
        }
        place += scale;
      }
    }

    private void around(int i, double center, double scale, Filter filter) {
      double stretch = Math.max(1, scale);
      double support = filter.radius * stretch;
      starts[i] = Math.max(0, (int) (center - support + 0.5));
      weights[i] = new double[Math.min(axis.in(), (int) (center + support + 0.5)) - starts[i]];
      for (int j = 0; j < weights[i].length; j++) {
        weights[i][j] = filter.weight((starts[i] + j - center + 0.5) / stretch);
        totals[i] += weights[i][j];
      }
    }

    /** Rounds the weights to Pillow's digits, with which doubles compute without an error. */
    Spans rounded() {
      for (int i = 0; i < starts.length; i++) {
        for (int j = 0; j < weights[i].length; j++) {
          double scaled = weights[i][j] / totals[i] * UNIT;
          weights[i][j] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5) / UNIT;
        }
        totals[i] = 1;
      }
      return this;
    }

    boolean isIdentity() {
      return axis.in() == axis.out() && axis.size() == axis.in();
    }

    int first() {
      return starts[0];
    }

    int last() {
      int i = starts.length - 1;
      return starts[i] + weights[i].length;
    }
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

  /**
   * Resizes one axis.
   *
   * @param skipped pixels of the axis that the image lacks at its beginning
   */
  private static RasterImage pass(RasterImage image, Spans spans, int skipped, boolean horizontal) {
    int size = spans.starts().length;
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
      int first = spans.starts()[i] - skipped;
      double[] weights = spans.weights()[i];
      double total = spans.totals()[i];
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
