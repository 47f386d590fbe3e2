package dev.winnow.transforms.dedup.image;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;

/**
 * Options of {@link NearImages}.
 *
 * @param hammingRadius hashes of candidate pairs differ in at most this many of 128 bits, 0 to 64
 * @param correlation least {@link ThumbnailCorrelation} of a pair that is found, in (0, 1]
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
}
