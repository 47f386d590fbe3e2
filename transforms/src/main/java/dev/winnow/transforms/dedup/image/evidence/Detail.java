package dev.winnow.transforms.dedup.image.evidence;

import java.util.Arrays;

/**
 * Agreement of two overlaid pictures in their detail, which is what lies between blurs of 0.8 and 3
 * pixels. Tiles of up to 12 pixels a side are compared one by one; only tiles with ink count, where
 * one picture has at least 15% of the contrast of its strongest tile. A tile agrees if its
 * correlation is at least 0.6, or 0.85 in sparse pictures, and both have ink there.
 *
 * @param sparse as in {@link Overlay}
 * @param inked number of tiles with ink
 * @param agreeing number of those that agree
 * @param worst least correlation of a tile with ink
 * @param thin share of the contrast that a blur of 1.5 pixels removes, 0 to 1; 0 if not sparse
 */
record Detail(boolean sparse, int inked, int agreeing, double worst, double thin) {

  /** Share of blank tiles from which a picture is sparse. */
  private static final double SPARSE = 0.4;

  /** Share of wholly blank tiles from which a picture is sparse: photographs have few. */
  private static final double SPARSE_DRAWN = 0.25;

  /** Root mean square below which a tile is wholly blank, in grey levels. */
  private static final double DRAWN = 0.7;

  /** Root mean square below which a tile is blank, in grey levels. */
  private static final double BLANK = 1.5;

  private static final double FINE = 0.8;
  private static final double COARSE = 3;

  /** Share of tiles with ink that must agree, and the least correlation of any, if sparse. */
  private static final double SPARSE_SHARE = 0.95;

  private static final double SPARSE_WORST = 0.6;

  /** Least correlation of a tile that agrees, and the least contrast of the paler picture. */
  private static final double SPARSE_AGREES = 0.85;

  private static final double AGREES = 0.6;
  private static final double SPARSE_PALER = 0.6;
  private static final double PALER = 0.35;

  /** Share of tiles with ink that must agree, if not sparse. */
  private static final double SHARE = 0.75;

  /** Least number of tiles with ink that are evidence. */
  private static final int LEAST_INK = 3;

  /** Contrast above this share lies in lines too thin for a reduced picture. */
  private static final double THIN = 0.6;

  static Detail of(Overlay overlay) {
    ScaleSpace grey = overlay.pictures().window().grey();
    Plane a =
        new ScaleSpace(overlay.moved(overlay.pictures().view().grey().plane()))
            .between(FINE, COARSE);
    Plane b = grey.between(FINE, COARSE);
    int[] columns = edges(b.width());
    int[] rows = edges(b.height());
    int across = columns.length - 1;
    double[][] tiles = new double[across * (rows.length - 1)][];
    double left = 0;
    double right = 0;
    for (int t = 0; t < tiles.length; t++) {
      int x = t % across;
      int y = t / across;
      tiles[t] = sums(a, b, overlay.compared(), columns[x], columns[x + 1], rows[y], rows[y + 1]);
      left += tiles[t][0];
      right += tiles[t][1];
    }
    double gain = Math.sqrt((left + 1e-9) / (right + 1e-9));
    double top = 0;
    for (double[] tile : tiles) {
      top = Math.max(top, strongest(tile, gain));
    }
    int inked = 0;
    int agreeing = 0;
    double worst = 1;
    for (double[] tile : tiles) {
      double strongest = strongest(tile, gain);
      if (strongest == 0 || strongest < Math.max(2 * BLANK, 0.15 * top)) {
        continue;
      }
      inked++;
      double weakest = Math.min(contrast(tile, 0), gain * contrast(tile, 1));
      double correlation = tile[2] / Math.sqrt(tile[0] * tile[1] + 1e-9);
      if (weakest < (overlay.sparse() ? SPARSE_PALER : PALER) * strongest) {
        correlation = Math.min(0, correlation);
      }
      agreeing += correlation >= (overlay.sparse() ? SPARSE_AGREES : AGREES) ? 1 : 0;
      worst = Math.min(worst, correlation);
    }
    return new Detail(overlay.sparse(), inked, agreeing, worst, overlay.sparse() ? thin(grey) : 0);
  }

  /**
   * Returns whether the pictures agree.
   *
   * @param reduced true if one may be reduced, so that its thinnest lines are not resolved
   */
  boolean agrees(boolean reduced) {
    if (inked < LEAST_INK) {
      return false;
    }
    if (!sparse) {
      return agreeing >= SHARE * inked;
    }
    return !(reduced && thin > THIN) && worst >= SPARSE_WORST && agreeing >= SPARSE_SHARE * inked;
  }

  /** Returns true for pictures with much blank ground, such as pages, signs and drawings. */
  static boolean sparse(ScaleSpace grey) {
    Plane detail = grey.between(FINE, COARSE);
    int[] columns = edges(detail.width());
    int[] rows = edges(detail.height());
    boolean[] all = new boolean[detail.values().length];
    Arrays.fill(all, true);
    int blank = 0;
    int drawn = 0;
    int tiles = 0;
    for (int y = 0; y + 1 < rows.length; y++) {
      for (int x = 0; x + 1 < columns.length; x++) {
        double[] sums = sums(detail, detail, all, columns[x], columns[x + 1], rows[y], rows[y + 1]);
        blank += contrast(sums, 0) < BLANK ? 1 : 0;
        drawn += contrast(sums, 0) < DRAWN ? 1 : 0;
        tiles++;
      }
    }
    return blank >= SPARSE * tiles || drawn >= SPARSE_DRAWN * tiles;
  }

  private static double thin(ScaleSpace space) {
    Plane grey = space.plane();
    Plane soft = space.blurred(1.5);
    Plane ground = space.blurred(6);
    double all = 0;
    double left = 0;
    for (int i = 0; i < grey.values().length; i++) {
      double sharp = grey.values()[i] - ground.values()[i];
      double blurred = soft.values()[i] - ground.values()[i];
      all += sharp * sharp;
      left += blurred * blurred;
    }
    return all == 0 ? 0 : 1 - left / all;
  }

  /** Returns the edges of tiles of 6 to 12 pixels, at least eight along a long enough side. */
  private static int[] edges(int side) {
    int count = Math.max(1, side / Math.max(6, Math.min(12, side / 8)));
    int[] edges = new int[count + 1];
    for (int i = 0; i <= count; i++) {
      edges[i] = i * side / count;
    }
    return edges;
  }

  /**
   * Returns the sum of squares of both, that of products, and the number of compared pixels; all 0
   * if fewer than 70% of the tile's pixels are compared.
   */
  private static double[] sums(
      Plane a, Plane b, boolean[] compared, int left, int right, int top, int bottom) {
    double[] sums = new double[4];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int at = y * a.width() + x;
        if (compared[at]) {
          double one = a.values()[at];
          double other = b.values()[at];
          sums[0] += one * one;
          sums[1] += other * other;
          sums[2] += one * other;
          sums[3]++;
        }
      }
    }
    return sums[3] < 0.7 * (right - left) * (bottom - top) ? new double[4] : sums;
  }

  private static double strongest(double[] sums, double gain) {
    return Math.max(contrast(sums, 0), gain * contrast(sums, 1));
  }

  private static double contrast(double[] sums, int which) {
    return sums[3] == 0 ? 0 : Math.sqrt(sums[which] / sums[3]);
  }
}
