package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.FixedPointSums;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.PartialSums;
import dev.winnow.transforms.kernel.SumSteps;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * One Lloyd iteration as a reduce-scatter: each task sums its rows, each reducer adds up one range
 * of clusters and makes their centroids, and the driver receives those. Only clusters that a task
 * has rows of are sent. Where there is little to add, the driver does it ({@link #gathered}).
 *
 * <p>Where the sums of all clusters are large, a task finds the clusters of its rows first and then
 * sums one range after the other, each sent before the next begins: it holds its rows and one
 * range, {@code 8 dim} bytes a cluster.
 */
final class UpdatePass implements Serializable {

  /** Sums of all clusters that a task may hold at once: 64 MB. */
  static final int HELD = 8_000_000;

  /** Sums of all clusters and tasks that the driver takes at most: 16 MB. */
  static final int GATHERED = 2_000_000;

  /** Sums of a range at most: 8 MB; and at least, where there are cores for more ranges. */
  private static final int RANGE = 1_000_000;

  private static final int SMALLEST_RANGE = 32_000;

  private final int k;
  private final int dim;
  private final Metric metric;
  private final SumSteps steps;
  private final int clusters;
  private final boolean inRanges;

  /**
   * @param cores of the cluster, for which there should be ranges
   * @param held sums of all clusters that a task may hold at once
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

  /** Whether a task sums range by range. */
  boolean inRanges() {
    return inRanges;
  }

  private int ranges() {
    return (k + clusters - 1) / clusters;
  }

  private int size(int range) {
    return Math.min(clusters, k - range * clusters);
  }

  /** Whether the sums of all tasks are so few that the driver may add them: one stage, not two. */
  boolean small(JavaRDD<Block> tasks) {
    return (long) tasks.getNumPartitions() * k * dim <= GATHERED;
  }

  /** The iteration of {@link #small} tasks. */
  ReducedRange gathered(JavaRDD<Block> tasks, ShippedCentroids centroids) {
    FixedPointSums all = new FixedPointSums(k, dim, steps);
    List<FarRow> far = new ArrayList<>();
    for (Share share :
        tasks
            .mapPartitions(
                packed -> {
                  FurthestRows furthest = new FurthestRows(FurthestRows.KEPT);
                  FixedPointSums sums = whole(packed, centroids, furthest);
                  return List.of(new Share(sums.touched(0, k), furthest.rows())).iterator();
                })
            .collect()) {
      all.add(share.sums());
      far.addAll(share.furthest());
    }
    return ReducedRange.of(0, k, dim, all, metric, far);
  }

  /** The iteration as a reduce-scatter; the ranges come in any order. */
  JavaRDD<ReducedRange> run(JavaRDD<Block> tasks, ShippedCentroids centroids) {
    return tasks
        .mapPartitionsToPair(
            packed -> inRanges ? rangeByRange(packed, centroids) : atOnce(packed, centroids))
        .partitionBy(new ByRange(ranges()))
        .mapPartitions(this::reduce);
  }

  private FixedPointSums whole(
      Iterator<Block> packed, ShippedCentroids centroids, FurthestRows furthest) {
    FixedPointSums sums = new FixedPointSums(k, dim, steps);
    BlockPasses.sum(packed, centroids.assigner(), sums, furthest);
    return sums;
  }

  private Iterator<Tuple2<Integer, Share>> atOnce(
      Iterator<Block> packed, ShippedCentroids centroids) {
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
      Iterator<Block> packed, ShippedCentroids centroids) {
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
    List<FarRow> kept = List.copyOf(FarRow.first(furthest, FurthestRows.KEPT));
    return List.of(ReducedRange.of(range * clusters, size(range), dim, sums, metric, kept))
        .iterator();
  }

  /**
   * What a task has of a range.
   *
   * @param furthest of all its rows, with the first range only
   */
  private record Share(PartialSums sums, List<FarRow> furthest) implements Serializable {

    static Share of(int range, PartialSums sums, FurthestRows furthest) {
      return new Share(sums, range == 0 ? furthest.rows() : List.of());
    }
  }

  /** A range is a partition. */
  private static final class ByRange extends Partitioner {

    private final int ranges;

    ByRange(int ranges) {
      this.ranges = ranges;
    }

    @Override
    public int numPartitions() {
      return ranges;
    }

    @Override
    public int getPartition(Object range) {
      return (Integer) range;
    }
  }
}
