package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.dedup.image.SampleGrid.View;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.MatrixProduct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Picture that is prepared for {@link ThumbnailCorrelation}. It has <em>views</em>, which are
 * zoomed, turned, stretched, moved and mirrored, and <em>windows</em>, which are the middle disc of
 * the plain picture, moved by up to four pixels in each direction. All are samples of a 32 x 32
 * grid. The mean of the 5 x 5 samples around each sample is subtracted, which removes light and
 * colour and leaves the shapes.
 *
 * <p>About 330 KB. Any number of threads may use one instance.
 */
final class ImageSignature {

  /** Number of windows: the disc moves by -4 to 4 samples along each side. */
  static final int SHIFTS = 9 * 9;

  /** Number of samples of the disc of radius 12. */
  static final int DISC;

  /** Standard deviation below which a disc has only noise, in grey levels. */
  private static final double TEXTURE = 0.5;

  /** Greatest move of a window along each side, in samples. */
  static final int REACH = 4;

  /** Number of samples along a side of the whole picture. */
  static final int PLAIN = 32;

  private static final int DISC_SIDE = PLAIN - 2 * REACH;

  /** Number of samples on each side of a sample in the mean around it. */
  private static final int MARGIN = 2;

  /** Number of samples along a side of the grid of a view. */
  static final int VIEW_SIDE = DISC_SIDE + 2 * MARGIN;

  /** Column and row of each sample of the disc, in the square around the disc. */
  private static final int[] COLUMN;

  private static final int[] ROW;

  /** Index of each sample of the disc in that square. */
  private static final int[] PLACE;

  /** Index of the mirror image of each sample of the disc. */
  private static final int[] MIRRORED;

  private static final SampleGrid WHOLE =
      new SampleGrid(View.zoomed(1), PLAIN + 2 * MARGIN, PLAIN, false);

  static {
    List<int[]> inside = new ArrayList<>();
    double middle = (DISC_SIDE - 1) / 2.0;
    for (int y = 0; y < DISC_SIDE; y++) {
      for (int x = 0; x < DISC_SIDE; x++) {
        double squares = (x - middle) * (x - middle) + (y - middle) * (y - middle);
        if (squares <= DISC_SIDE * DISC_SIDE / 4.0) {
          inside.add(new int[] {x, y});
        }
      }
    }
    DISC = inside.size();
    COLUMN = inside.stream().mapToInt(at -> at[0]).toArray();
    ROW = inside.stream().mapToInt(at -> at[1]).toArray();
    PLACE = inside.stream().mapToInt(at -> at[1] * DISC_SIDE + at[0]).toArray();
    MIRRORED =
        inside.stream()
            .mapToInt(at -> at[1] * DISC_SIDE + DISC_SIDE - 1 - at[0])
            .map(place -> Arrays.binarySearch(PLACE, place))
            .toArray();
  }

  private final PictureViews shown;
  private final float[] views;
  private final MatrixProduct windows;
  private final float[] scales;

  private ImageSignature(PictureViews shown, float[] views, MatrixProduct windows, float[] scales) {
    this.shown = shown;
    this.views = views;
    this.windows = windows;
    this.scales = scales;
  }

  /**
   * @param shown views that are compared
   */
  static ImageSignature of(GreySquare picture, PictureViews shown) {
    float[] smooth = picture.smoothed();
    float[] views = viewsOf(smooth, shown);
    float[][] shifted = shifted(smooth);
    return new ImageSignature(
        shown, views, Kernels.cpu().product(shifted, 0, SHIFTS), scales(shifted, shown.reach()));
  }

  /** Returns {@code [view][disc]}, of mean 0 and length 1; all 0 if a view has no texture. */
  private static float[] viewsOf(float[] smooth, PictureViews shown) {
    float[] samples = new float[VIEW_SIDE * VIEW_SIDE];
    float[] sums = new float[VIEW_SIDE * DISC_SIDE];
    float[] passed = new float[DISC_SIDE * DISC_SIDE];
    float[] buffer = new float[DISC];
    float[] views = new float[shown.size() * DISC];
    int to = 0;
    for (SampleGrid grid : shown.grids()) {
      grid.sample(smooth, samples);
      bandPass(samples, DISC_SIDE, sums, passed);
      disc(passed, buffer, views, to, shown.mirrors());
      to += shown.mirrors() ? 2 * DISC : DISC;
    }
    return views;
  }

  /**
   * Writes the normalised disc, and after it that of the mirror image if there are mirror images.
   *
   * @param buffer buffer for the disc
   */
  private static void disc(float[] passed, float[] buffer, float[] views, int to, boolean mirrors) {
    for (int p = 0; p < DISC; p++) {
      buffer[p] = passed[PLACE[p]];
    }
    // Two chains each, because an addition waits for the one before it.
    double sum = 0;
    double sum1 = 0;
    double squares = 0;
    double squares1 = 0;
    for (int p = 0; p < DISC; p += 2) {
      double value = buffer[p];
      double value1 = buffer[p + 1];
      sum += value;
      sum1 += value1;
      squares += value * value;
      squares1 += value1 * value1;
    }
    double mean = (sum + sum1) / DISC;
    double rest = squares + squares1 - mean * mean * DISC;
    if (rest < DISC * TEXTURE * TEXTURE) {
      return;
    }
    float scale = (float) (1 / Math.sqrt(rest));
    float level = (float) mean;
    for (int p = 0; p < DISC; p++) {
      buffer[p] = (buffer[p] - level) * scale;
    }
    System.arraycopy(buffer, 0, views, to, DISC);
    for (int p = 0; mirrors && p < DISC; p++) {
      views[to + DISC + p] = buffer[MIRRORED[p]];
    }
  }

  /** Returns {@code [disc][shift]}: each column is the disc at one place of the plain picture. */
  private static float[][] shifted(float[] smooth) {
    int side = PLAIN + 2 * MARGIN;
    float[] samples = new float[side * side];
    WHOLE.sample(smooth, samples);
    float[] passed = new float[PLAIN * PLAIN];
    bandPass(samples, PLAIN, new float[side * PLAIN], passed);
    float[][] shifted = new float[DISC][SHIFTS];
    for (int p = 0; p < DISC; p++) {
      for (int dy = 0; dy <= 2 * REACH; dy++) {
        int from = (ROW[p] + dy) * PLAIN + COLUMN[p];
        System.arraycopy(passed, from, shifted[p], dy * (2 * REACH + 1), 2 * REACH + 1);
      }
    }
    return shifted;
  }

  /**
   * Returns 1 over the length of each window without its mean; 0 if it has no texture, or is moved
   * further than the reach.
   */
  private static float[] scales(float[][] shifted, int reach) {
    double[] sums = new double[SHIFTS];
    double[] squares = new double[SHIFTS];
    for (float[] row : shifted) {
      for (int s = 0; s < SHIFTS; s++) {
        double value = row[s];
        sums[s] += value;
        squares[s] += value * value;
      }
    }
    float[] scales = new float[SHIFTS];
    for (int s = 0; s < SHIFTS; s++) {
      double rest = squares[s] - sums[s] * sums[s] / DISC;
      boolean near = Math.max(Math.abs(right(s)), Math.abs(below(s))) <= reach;
      scales[s] = near && rest >= DISC * TEXTURE * TEXTURE ? (float) (1 / Math.sqrt(rest)) : 0;
    }
    return scales;
  }

  /**
   * Subtracts from each sample the mean of the 5 x 5 samples around it.
   *
   * @param samples {@code [(side + 4) * (side + 4)]}
   * @param sums buffer for {@code [(side + 4) * side]}
   * @param passed receives {@code [side * side]}
   */
  private static void bandPass(float[] samples, int side, float[] sums, float[] passed) {
    int wide = side + 2 * MARGIN;
    for (int y = 0; y < wide; y++) {
      int from = y * wide;
      int to = y * side;
      for (int x = 0; x < side; x++) {
        sums[to + x] =
            samples[from + x]
                + samples[from + x + 1]
                + samples[from + x + 2]
                + samples[from + x + 3]
                + samples[from + x + 4];
      }
    }
    for (int y = 0; y < side; y++) {
      int at = y * side;
      int middle = (y + MARGIN) * wide + MARGIN;
      for (int x = 0; x < side; x++) {
        float around =
            sums[at + x]
                + sums[at + side + x]
                + sums[at + 2 * side + x]
                + sums[at + 3 * side + x]
                + sums[at + 4 * side + x];
        passed[at + x] = samples[middle + x] - around * 0.04f;
      }
    }
  }

  /** Returns the move of a window to the right, in samples. */
  static int right(int shift) {
    return shift % (2 * REACH + 1) - REACH;
  }

  /** Returns the move of a window downwards, in samples. */
  static int below(int shift) {
    return shift / (2 * REACH + 1) - REACH;
  }

  /**
   * Finds for each rule the greatest correlation of one of these views with one of the other's
   * windows, and raises those of {@code greatest}.
   *
   * @param greatest {@code [rule]}
   */
  void raise(ImageSignature other, float[] greatest) {
    int count = shown.size();
    float[] products = new float[count * SHIFTS];
    other.windows.add(views, 0, count, products, 0);
    float[] scales = other.scales;
    for (int v = 0; v < count; v++) {
      int at = v * SHIFTS;
      float most = 0;
      for (int s = 0; s < SHIFTS; s++) {
        most = Math.max(most, products[at + s] * scales[s]);
      }
      int rule = shown.rule(v).ordinal();
      greatest[rule] = Math.max(greatest[rule], most);
    }
  }

  /**
   * Best agreement of a view of one picture with a window of another.
   *
   * @param similarity correlation
   * @param view index of the view in {@link PictureViews}
   * @param shift number of the window
   */
  record Match(float similarity, int view, int shift) {}

  /**
   * Returns the first match of greatest correlation among the views of a rule; null if no view of
   * the rule has a correlation above 0.
   */
  Match best(ImageSignature other, ImageRule rule) {
    int count = shown.size();
    float[] products = new float[count * SHIFTS];
    other.windows.add(views, 0, count, products, 0);
    Match best = null;
    for (int v = 0; v < count; v++) {
      for (int s = 0; shown.rule(v) == rule && s < SHIFTS; s++) {
        float similarity = products[v * SHIFTS + s] * other.scales[s];
        if (similarity > (best == null ? 0 : best.similarity())) {
          best = new Match(similarity, v, s);
        }
      }
    }
    return best;
  }
}
