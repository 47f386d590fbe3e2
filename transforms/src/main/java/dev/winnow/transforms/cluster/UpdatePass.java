package dev.winnow.transforms.cluster;

import dev.winnow.transforms.cluster.FitRows.ReducedRange;
import dev.winnow.transforms.cluster.FurthestRows.FarRow;
import dev.winnow.transforms.kernel.FixedPointSums;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.PartialSums;
import dev.winnow.transforms.kernel.SumSteps;
import dev.winnow.transforms.task.KeyPartitioner;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Runs one Lloyd iteration as a reduce-scatter: each task sums its rows, each reducer adds up one
 * range of clusters and computes their centroids, and the driver receives the centroids. A task
 * sends only the clusters in which it has rows. Where there is little to add, the driver adds it
 * itself ({@link #gathered}).
 *
 * <p>Where the sums of all clusters are large, a task first finds the clusters of its rows and then
 * sums one range after the other, and sends each range before it begins the next. It then holds its
 * rows and one range, {@code 8 dim} bytes a cluster.
 */
final class UpdatePass implements Serializable {

  /** Largest number of sums, over all clusters, that a task may hold at once: 64 MB. */
  static final int HELD = 8_000_000;

  /** Largest number of sums, over all clusters and tasks, that the driver takes: 16 MB. */
  static final int GATHERED = 2_000_000;

  /** Largest number of sums in a range: 8 MB. */
  private static final int RANGE = 1_000_000;

  /** Smallest number of sums in a range, where there are cores for more ranges. */
  private static final int SMALLEST_RANGE = 32_000;

  private final int k;
  private final int dim;
  private final Metric metric;
  private final SumSteps steps;
  private final int clusters;
  private final boolean inRanges;

  /**
   * @param cores number of cores of the Spark cluster; each should have a range to reduce
   * @param held largest number of sums, over all clusters, that a task may hold at once
   */
  UpdatePass(int k, int dim, Metric metric, SumSteps steps, int cores, int held) {
    this.k = k;
    this.dim = dim;
    this.metric = metric;
    this.steps = steps;
    long sums = (long) k * dim;
    this.inRanges = sums > held;
    long ranges = Math.max((sums + RANGE - 1) / RANGE, Math.min(cores, sums / SMALLEST_RANGE));
    this.clusters = (int) Math.max(1, (k + ranges - 1) / Math.max(1, ranges));
  }

  /** Returns true when a task sums range by range. */
  boolean inRanges() {
    return inRanges;
  }

  private int ranges() {
    return (k + clusters - 1) / clusters;
  }

  private int size(int range) {
    return Math.min(clusters, k - range * clusters);
  }

  /** Returns true when the driver may add the sums of all tasks, in one stage instead of two. */
  boolean small(JavaRDD<FitBlock> tasks) {
    return (long) tasks.getNumPartitions() * k * dim <= GATHERED;
  }

  /** Runs the iteration of {@link #small} tasks in one job: the driver adds their sums. */
  ReducedRange gathered(JavaRDD<FitBlock> tasks, ShippedCentroids centroids) {
    // Each task sums all clusters of its rows.
    List<Share> shares =
        tasks
            .mapPartitions(
                packed -> {
                  FurthestRows furthest = new FurthestRows(FurthestRows.KEPT);
                  FixedPointSums sums = whole(packed, centroids, furthest);
                  return List.of(new Share(sums.touched(0, k), furthest.rows())).iterator();
                })
            .collect();
    // The driver adds them up.
    FixedPointSums all = new FixedPointSums(k, dim, steps);
    List<FarRow> far = new ArrayList<>();
    for (Share share : shares) {
      all.add(share.sums());
      far.addAll(share.furthest());
    }
    return ReducedRange.of(0, k, dim, all, metric, far);
  }

  /** Returns the iteration as a reduce-scatter; the ranges come in any order. Lazy. */
  JavaRDD<ReducedRange> run(JavaRDD<FitBlock> tasks, ShippedCentroids centroids) {
    // Each task sums its rows and splits the sums by range of clusters.
    JavaPairRDD<Integer, Share> shares =
        tasks.mapPartitionsToPair(
            packed -> inRanges ? rangeByRange(packed, centroids) : atOnce(packed, centroids));
    // Each range is a partition, whose task adds the sums up.
    return shares.partitionBy(new KeyPartitioner(ranges())).mapPartitions(this::reduce);
  }

  private FixedPointSums whole(
      Iterator<FitBlock> packed, ShippedCentroids centroids, FurthestRows furthest) {
    FixedPointSums sums = new FixedPointSums(k, dim, steps);
    BlockPasses.sum(packed, centroids.assigner(), sums, furthest);
    return sums;
  }

  private Iterator<Tuple2<Integer, Share>> atOnce(
      Iterator<FitBlock> packed, ShippedCentroids centroids) {
    FurthestRows furthest = new FurthestRows(FurthestRows.KEPT);
    FixedPointSums sums = whole(packed, centroids, furthest);
    return IntStream.range(0, ranges())
        .mapToObj(
            range -> {
              int first = range * clusters;
              return new Tuple2<>(
                  range, Share.of(range, sums.touched(first, first + size(range)), furthest));
            })
        .iterator();
  }

  private Iterator<Tuple2<Integer, Share>> rangeByRange(
      Iterator<FitBlock> packed, ShippedCentroids centroids) {
    FurthestRows furthest = new FurthestRows(FurthestRows.KEPT);
    AssignedBlocks assigned = AssignedBlocks.of(packed, centroids.assigner(), furthest);
    return IntStream.range(0, ranges())
        .mapToObj(
            range -> {
              FixedPointSums sums = new FixedPointSums(size(range), dim, steps);
              assigned.addTo(sums, range * clusters, size(range));
              return new Tuple2<>(range, Share.of(range, sums.touched(0, size(range)), furthest));
            })
        .iterator();
  }

  private Iterator<ReducedRange> reduce(Iterator<Tuple2<Integer, Share>> shares) {
    if (!shares.hasNext()) {
      return List.<ReducedRange>of().iterator();
    }
    Tuple2<Integer, Share> first = shares.next();
    int range = first._1();
    FixedPointSums sums = new FixedPointSums(size(range), dim, steps).add(first._2().sums());
    List<FarRow> furthest = new ArrayList<>(first._2().furthest());
    while (shares.hasNext()) {
      Share share = shares.next()._2();
      sums.add(share.sums());
      furthest.addAll(share.furthest());
    }
    List<FarRow> kept = List.copyOf(FurthestRows.first(furthest, FurthestRows.KEPT));
    return List.of(ReducedRange.of(range * clusters, size(range), dim, sums, metric, kept))
        .iterator();
  }

  /**
   * Sums of one task in one range.
   *
   * @param furthest furthest of all rows of the task; empty in every range but the first
   */
  private record Share(PartialSums sums, List<FarRow> furthest) implements Serializable {

    static Share of(int range, PartialSums sums, FurthestRows furthest) {
      return new Share(sums, range == 0 ? furthest.rows() : List.of());
    }
  }
}
