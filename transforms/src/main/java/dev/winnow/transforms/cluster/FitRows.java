package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.SumSteps;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a fit, in one JVM or spread over many, and the passes over them that k-means needs.
 * No result depends on the order or the grouping of the rows.
 */
public interface FitRows {

  /** Number of rows, at least 1. */
  long count();

  int dim();

  /**
   * What one pass over all rows gives.
   *
   * @param centroids {@code float[k * dim]}: of the rows nearest to each old centroid; the old ones
   *     where there are none
   * @param counts rows nearest to each old centroid
   * @param vacant the clusters, ascending, that kept the old centroid, having no rows or a vanished
   *     sum
   * @param inertia sum of the distances to the old centroids
   * @param furthest the rows furthest from the old centroids, in their order: at least so many as
   *     clusters are vacant, or {@link FurthestRows#KEPT}, or all; none of a tally
   */
  record Update(
      float[] centroids, long[] counts, int[] vacant, double inertia, List<FarRow> furthest) {

    /**
     * From the ranges of all clusters, in any order; each is copied and not held, so ranges that
     * are made while this runs need not be in memory together.
     */
    static Update of(Iterator<ReducedRange> ranges, float[] old, int dim, SumSteps steps) {
      float[] centroids = new float[old.length];
      Tally tally = Tally.of(old.length / dim);
      IntStream.Builder vacant = IntStream.builder();
      List<FarRow> furthest = new ArrayList<>();
      while (ranges.hasNext()) {
        ReducedRange range = ranges.next();
        int n = range.counts().length;
        System.arraycopy(range.counts(), 0, tally.counts(), range.first(), n);
        System.arraycopy(range.distances(), 0, tally.distances(), range.first(), n);
        System.arraycopy(range.centroids(), 0, centroids, range.first() * dim, n * dim);
        furthest.addAll(range.furthest());
        for (int cluster : range.vacant()) {
          System.arraycopy(old, cluster * dim, centroids, cluster * dim, dim);
          vacant.add(cluster);
        }
      }
      int[] sorted = vacant.build().sorted().toArray();
      return new Update(
          centroids,
          tally.counts(),
          sorted,
          tally.inertia(steps),
          FarRow.first(furthest, FurthestRows.KEPT));
    }

    static Update of(Tally tally, float[] centroids, SumSteps steps) {
      int[] vacant =
          IntStream.range(0, tally.counts().length).filter(c -> tally.counts()[c] == 0).toArray();
      return new Update(centroids, tally.counts(), vacant, tally.inertia(steps), List.of());
    }
  }

  /** One Lloyd iteration. */
  Update update(float[] centroids);

  /** The same without new centroids: the given ones come back. */
  Update tally(float[] centroids);

  /** The rows furthest from their centroid, at most {@code count}, by distance and hash. */
  List<FarRow> furthest(float[] centroids, int count);

  /** The rows behind these, in the order of these; rows of one hash count once. */
  List<WeightedRow> behind(List<FarRow> far);

  /** Rows drawn with a probability, in an order of their own. */
  List<WeightedRow> sample(double probability);

  /** The rows of the lowest hashes, at most {@code count}, in their order. */
  List<WeightedRow> lowest(int count);

  /**
   * Rows drawn with a probability of {@code factor} times their distance to the nearest centroid,
   * in an order of their own.
   *
   * @param round another one gives other draws
   */
  List<WeightedRow> draw(float[] centroids, double factor, int round);
}
