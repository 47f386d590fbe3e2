package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.FixedPointSums;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.SumSteps;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a fit, in one JVM or spread over many, and the passes over them that k-means needs.
 * No result depends on the order or the grouping of the rows.
 */
public interface FitRows extends AutoCloseable {

  /** Frees the rows. Does nothing where they are only in the memory of this JVM. */
  @Override
  default void close() {}

  /** Returns the number of rows, at least 1. */
  long count();

  /** Returns the length of each row. */
  int dim();

  /** Runs one Lloyd iteration. */
  Update update(float[] centroids);

  /** Counts rows and distances like {@link #update}, but returns the given centroids unchanged. */
  Update tally(float[] centroids);

  /** Returns the rows furthest from their centroid, at most {@code count}, by distance and hash. */
  List<FurthestRows.FarRow> furthest(float[] centroids, int count);

  /** Returns the rows with the given hashes, in the given order; rows of one hash count once. */
  List<WeightedRow> find(List<FurthestRows.FarRow> far);

  /** Draws rows with a probability. Their order does not depend on how the rows are stored. */
  List<WeightedRow> sample(double probability);

  /** Returns the rows with the lowest hashes, at most {@code count}, lowest first. */
  List<WeightedRow> lowest(int count);

  /**
   * Draws rows with a probability of {@code factor} times their distance to the nearest centroid.
   * Their order does not depend on how the rows are stored.
   *
   * @param round number of the draw; each round draws other rows
   */
  List<WeightedRow> draw(float[] centroids, double factor, int round);

  /**
   * Result of one pass over all rows.
   *
   * @param centroids {@code float[k * dim]}: new centroids of the rows nearest to each old one; the
   *     old centroid where no row is nearest to it
   * @param counts rows nearest to each old centroid
   * @param vacant clusters, ascending, that kept the old centroid because they have no rows or
   *     their sum vanished
   * @param inertia sum of the distances to the old centroids
   * @param furthest rows furthest from the old centroids, furthest first: as many as there are
   *     vacant clusters, or {@link FurthestRows#KEPT}, or all rows; empty after {@link #tally}
   */
  record Update(
      float[] centroids,
      long[] counts,
      int[] vacant,
      double inertia,
      List<FurthestRows.FarRow> furthest) {

    /**
     * Joins the ranges of all clusters, which come in any order. Each range is copied and not held,
     * so ranges that are made while this runs need not be in memory together.
     */
    static Update of(Iterator<ReducedRange> ranges, float[] old, int dim, SumSteps steps) {
      float[] centroids = new float[old.length];
      Tally tally = Tally.of(old.length / dim);
      IntStream.Builder vacant = IntStream.builder();
      List<FurthestRows.FarRow> furthest = new ArrayList<>();
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
          FurthestRows.first(furthest, FurthestRows.KEPT));
    }

    static Update of(Tally tally, float[] centroids, SumSteps steps) {
      int[] vacant =
          IntStream.range(0, tally.counts().length).filter(c -> tally.counts()[c] == 0).toArray();
      return new Update(centroids, tally.counts(), vacant, tally.inertia(steps), List.of());
    }
  }

  /**
   * Number of rows and sum of distances of each cluster.
   *
   * @param distances sum of each cluster's distances, in steps of the fit
   */
  record Tally(long[] counts, long[] distances) implements Serializable {

    public static Tally of(int k) {
      return new Tally(new long[k], new long[k]);
    }

    /** Adds another tally to this one and returns this one. */
    public Tally merge(Tally other) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] += other.counts[i];
        distances[i] += other.distances[i];
      }
      return this;
    }

    /** Returns the sum of all distances, added in the order of the clusters. */
    double inertia(SumSteps steps) {
      double total = 0;
      for (long distance : distances) {
        total += steps.distance(distance);
      }
      return total;
    }
  }

  /**
   * New centroids of a range of clusters.
   *
   * @param first first cluster of the range
   * @param centroids {@code float[n * dim]}; zeros where vacant
   * @param distances sum of each cluster's distances, in steps
   * @param vacant clusters of the range without a new centroid
   * @param furthest furthest of all rows, at least {@link FurthestRows#KEPT} or all; empty in every
   *     range but one
   */
  record ReducedRange(
      int first,
      float[] centroids,
      long[] counts,
      long[] distances,
      int[] vacant,
      List<FurthestRows.FarRow> furthest)
      implements Serializable {

    /**
     * Computes the centroids of n clusters that begin at {@code first}.
     *
     * @param sums sums of these clusters, numbered from 0
     */
    static ReducedRange of(
        int first,
        int n,
        int dim,
        FixedPointSums sums,
        Metric metric,
        List<FurthestRows.FarRow> furthest) {
      float[] centroids = new float[n * dim];
      int[] vacant =
          IntStream.range(0, n)
              .filter(cluster -> !sums.centroid(cluster, metric, centroids, cluster * dim))
              .map(cluster -> first + cluster)
              .toArray();
      return new ReducedRange(first, centroids, sums.counts(), sums.distances(), vacant, furthest);
    }
  }
}
