package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.FixedPointSums;
import dev.winnow.transforms.kernel.Metric;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The new centroids of a range of clusters.
 *
 * @param first cluster of the range
 * @param centroids {@code float[n * dim]}; zeros where vacant
 * @param distances sum of each cluster's distances, in steps
 * @param vacant clusters of the range without a new centroid
 * @param furthest of all rows, at least so many as {@link FurthestRows#KEPT} or all; of one range
 *     only
 */
record ReducedRange(
    int first,
    float[] centroids,
    long[] counts,
    long[] distances,
    int[] vacant,
    List<FarRow> furthest)
    implements Serializable {

  /**
   * @param sums of the clusters from {@code first} on, n of them
   */
  static ReducedRange of(
      int first, int n, int dim, FixedPointSums sums, Metric metric, List<FarRow> furthest) {
    float[] centroids = new float[n * dim];
    int[] vacant =
        IntStream.range(0, n)
            .filter(cluster -> !sums.centroid(cluster, metric, centroids, cluster * dim))
            .map(cluster -> first + cluster)
            .toArray();
    return new ReducedRange(first, centroids, sums.counts(), sums.distances(), vacant, furthest);
  }
}
