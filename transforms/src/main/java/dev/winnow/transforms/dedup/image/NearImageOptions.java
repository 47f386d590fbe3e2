package dev.winnow.transforms.dedup.image;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;

/**
 * Options of {@link NearImages}.
 *
 * @param hammingRadius hashes of candidate pairs differ in at most this many of 128 bits, 0 to 64
 * @param correlation least {@link ThumbnailCorrelation} of a pair of pictures of 64 pixels a side
 *     and more, in (0, 1]; see {@link #threshold} for smaller ones
 * @param neighbours number of nearest rows by embedding that are candidates for each row, at least
 *     1
 * @param probes number of nearest clusters in which the neighbours of a row are searched, at least
 *     1
 * @param invariances changes under which a picture is still a copy
 * @param seed seed of the clusters
 */
public record NearImageOptions(
    int hammingRadius,
    double correlation,
    int neighbours,
    int probes,
    Set<Invariance> invariances,
    long seed)
    implements Serializable {

  /** Smaller side from which the whole correlation is asked for, in pixels. */
  private static final int LARGE = 64;

  /** Smaller side up to which the whole allowance is given, in pixels. */
  private static final int SMALL = 32;

  /** Part of the correlation that small pictures need not reach. */
  private static final double ALLOWANCE = 0.05;

  public NearImageOptions {
    if (hammingRadius < 0 || hammingRadius > 64) {
      throw new IllegalArgumentException(
          "hammingRadius must be in 0 to 64 of 128 bits, got " + hammingRadius);
    }
    if (!(correlation > 0 && correlation <= 1)) {
      throw new IllegalArgumentException("correlation must be in (0, 1], got " + correlation);
    }
    if (neighbours < 1 || probes < 1) {
      throw new IllegalArgumentException(
          "neighbours and probes must be at least 1, got " + neighbours + " and " + probes);
    }
    invariances = Set.copyOf(invariances);
  }

  /**
   * Returns a radius of 20 bits, a correlation of 0.90, five neighbours from four clusters, and all
   * invariances.
   */
  public static NearImageOptions defaults(long seed) {
    return new NearImageOptions(20, 0.90, 5, 4, EnumSet.allOf(Invariance.class), seed);
  }

  /**
   * Returns the least correlation of a pair. It is {@link #correlation} for pictures of 64 pixels a
   * side and more, less by 0.05 for pictures of 32 pixels and fewer, and between these in
   * proportion. Small pictures have no detail beyond what is correlated, so every edit of a few
   * pixels costs them more.
   *
   * @param side number of pixels of the smallest side of both pictures
   */
  double threshold(int side) {
    double small = Math.max(0, Math.min(1, (LARGE - side) / (double) (LARGE - SMALL)));
    return correlation - ALLOWANCE * small;
  }
}
