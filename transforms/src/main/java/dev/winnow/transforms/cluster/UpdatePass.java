package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.FixedPointSums;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.PartialSums;
import dev.winnow.transforms.kernel.SumSteps;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * One Lloyd iteration as a reduce-scatter: each task sums its rows, each reducer adds up one range
 * of clusters and makes their centroids, and the driver receives those. Only clusters that a task
 * has rows of are sent.
 *
 * <p>Where the sums of all clusters are large, a task finds the clusters of its rows first and then
 * sums one range after the other, each sent before the next begins: it holds its rows and one
 * range, {@code 8 dim} bytes a cluster.
 */
final class UpdatePass implements Serializable {

  /** Sums of all clusters that a task may hold at once: 64 MB. */
  static final int HELD = 8_000_000;

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

  JavaRDD<ReducedRange> run(JavaRDD<Block> tasks, ShippedCentroids centroids) {
    if (tasks.getNumPartitions() == 1 && !inRanges) {
      return tasks.mapPartitions(
          packed ->
              List.of(ReducedRange.of(0, k, dim, whole(packed, centroids), metric)).iterator());
    }
    return tasks
        .mapPartitionsToPair(
            packed -> inRanges ? rangeByRange(packed, centroids) : atOnce(packed, centroids))
        .partitionBy(new ByRange(ranges()))
        .mapPartitions(this::reduce);
  }

  private FixedPointSums whole(Iterator<Block> packed, ShippedCentroids centroids) {
    FixedPointSums sums = new FixedPointSums(k, dim, steps);
    BlockPasses.sum(packed, centroids.assigner(), sums);
    return sums;
  }

  private Iterator<Tuple2<Integer, PartialSums>> atOnce(
      Iterator<Block> packed, ShippedCentroids centroids) {
    FixedPointSums sums = whole(packed, centroids);
    return IntStream.range(0, ranges())
        .mapToObj(
            range -> {
              int first = range * clusters;
              return new Tuple2<>(range, sums.touched(first, first + size(range)));
            })
        .iterator();
  }

  private Iterator<Tuple2<Integer, PartialSums>> rangeByRange(
      Iterator<Block> packed, ShippedCentroids centroids) {
    AssignedBlocks assigned = AssignedBlocks.of(packed, centroids.assigner());
    return IntStream.range(0, ranges())
        .mapToObj(
            range -> {
              FixedPointSums sums = new FixedPointSums(size(range), dim, steps);
              assigned.addTo(sums, range * clusters, size(range));
              return new Tuple2<>(range, sums.touched(0, size(range)));
            })
        .iterator();
  }

  private Iterator<ReducedRange> reduce(Iterator<Tuple2<Integer, PartialSums>> partials) {
    if (!partials.hasNext()) {
      return List.<ReducedRange>of().iterator();
    }
    Tuple2<Integer, PartialSums> first = partials.next();
    int range = first._1();
    FixedPointSums sums = new FixedPointSums(size(range), dim, steps).add(first._2());
    while (partials.hasNext()) {
      sums.add(partials.next()._2());
    }
    return List.of(ReducedRange.of(range * clusters, size(range), dim, sums, metric)).iterator();
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
