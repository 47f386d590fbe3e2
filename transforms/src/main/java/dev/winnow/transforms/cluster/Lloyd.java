package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.FixedPointSums;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;

/** The steps of one Lloyd iteration over blocks; each is one Spark job. */
final class Lloyd {

  /** Exact sums, counts and distances of all rows at the given centroids. */
  static FixedPointSums sums(JavaRDD<Block> blocks, Broadcast<float[]> centroids) {
    return blocks
        .mapPartitions(partition -> partial(partition, centroids.value()))
        .treeReduce(FixedPointSums::merge, 2);
  }

  private static Iterator<FixedPointSums> partial(Iterator<Block> partition, float[] centroids) {
    if (!partition.hasNext()) {
      return Collections.emptyIterator();
    }
    Block first = partition.next();
    NearestCentroid kernel = NearestCentroid.of(centroids, first.dim());
    FixedPointSums sums = new FixedPointSums(kernel.k(), kernel.dim());
    Assigner assigner = new Assigner(kernel);
    add(assigner, first, sums);
    while (partition.hasNext()) {
      add(assigner, partition.next(), sums);
    }
    return Collections.singleton(sums).iterator();
  }

  private static void add(Assigner assigner, Block block, FixedPointSums sums) {
    assigner.forEach(
        block,
        (row, cluster, distance) -> sums.add(cluster, block.rows(), row * block.dim(), distance));
  }

  /** The rows furthest from their centroid, by (distance, hash), with distinct hashes. */
  static List<WeightedRow> furthest(
      JavaRDD<Block> blocks, Broadcast<float[]> centroids, int count) {
    List<WeightedRow> all =
        new ArrayList<>(
            blocks
                .mapPartitions(
                    partition -> {
                      PriorityQueue<WeightedRow> nearestFirst =
                          new PriorityQueue<>(WeightedRow.FURTHEST_FIRST.reversed());
                      Assigner assigner = null;
                      while (partition.hasNext()) {
                        Block block = partition.next();
                        if (assigner == null) {
                          assigner =
                              new Assigner(NearestCentroid.of(centroids.value(), block.dim()));
                        }
                        assigner.forEach(
                            block,
                            (row, cluster, distance) -> {
                              if (nearestFirst.size() < count
                                  || distance >= nearestFirst.peek().value()) {
                                nearestFirst.add(
                                    new WeightedRow(distance, block.hashes()[row], block.row(row)));
                                if (nearestFirst.size() > count) {
                                  nearestFirst.poll();
                                }
                              }
                            });
                      }
                      return nearestFirst.iterator();
                    })
                .collect());
    all.sort(WeightedRow.FURTHEST_FIRST);
    return all.subList(0, Math.min(count, all.size()));
  }

  private Lloyd() {}
}
