package dev.winnow.transforms.dedup.text;

import java.io.Serializable;

/**
 * Bands of a MinHash signature. Two texts are candidates if the values of all functions of a band
 * are equal, in at least one band.
 *
 * @param bands number of bands
 * @param rows functions of a band
 */
record TextBands(int bands, int rows) implements Serializable {

  /** Least share of the pairs at the threshold that become candidates. */
  static final double RECALL = 0.95;

  /** Bands for thresholds from {@value #LOW} on. */
  static final TextBands USUAL = new TextBands(25, 5);

  /** Least threshold at which {@link #USUAL} finds {@link #RECALL} of the pairs. */
  static final double LOW = 0.65;

  private static final int LOW_ROWS = 4;

  /**
   * Returns the bands that propose at least {@link #RECALL} of the pairs at the threshold. Bands of
   * fewer functions would need fewer bands, and would propose many more pairs far below the
   * threshold.
   */
  static TextBands of(double nearJaccard) {
    if (nearJaccard >= LOW) {
      return USUAL;
    }
    double one = StrictMath.pow(nearJaccard, LOW_ROWS);
    return new TextBands(
        (int) Math.ceil(StrictMath.log1p(-RECALL) / StrictMath.log1p(-one)), LOW_ROWS);
  }

  /** Returns the expected share of the pairs of this Jaccard similarity that share a band. */
  double expectedRecall(double jaccard) {
    return 1 - StrictMath.pow(1 - StrictMath.pow(jaccard, rows), bands);
  }

  int functions() {
    return bands * rows;
  }
}
