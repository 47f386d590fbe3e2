package dev.winnow.transforms.score;

import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.cluster.levels.ShippedTree;
import dev.winnow.transforms.cluster.levels.TreeAssigner;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.SumSteps;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Number of examples in each cluster of each level, and the sum of their distances, measured in one
 * pass. Distances are summed as whole steps, so the order of the rows changes nothing.
 */
public final class ClusterSizes implements Serializable {

  /** Number of examples at {@code [level][cluster]}, from the top. */
  private final long[][] counts;

  /** Sum of distances at {@code [level][cluster]}, in steps. */
  private final long[][] steps;

  private ClusterSizes(CentroidTree tree) {
    counts = new long[tree.levels().size()][];
    steps = new long[counts.length][];
    for (int l = 0; l < counts.length; l++) {
      counts[l] = new long[tree.size(l)];
      steps[l] = new long[tree.size(l)];
    }
  }

  /**
   * Measures rows of (id, embedding), unit vectors, in one job.
   *
   * @param device changes no result
   */
  public static ClusterSizes measure(CentroidTree tree, Dataset<Row> embeddings, Device device) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(embeddings.sparkSession().sparkContext());
    try (ShippedTree shipped = new ShippedTree(spark, tree, device)) {
      return embeddings
          .select(col("id"), col("embedding"))
          .as(Encoders.bean(Embedded.class))
          .javaRDD()
          .mapPartitions(rows -> List.of(measured(rows, shipped)).iterator())
          .treeReduce(ClusterSizes::merge, 2);
    }
  }

  private static ClusterSizes measured(Iterator<Embedded> rows, ShippedTree shipped) {
    CentroidTree tree = shipped.tree();
    TreeAssigner assigner = shipped.assigner();
    ClusterSizes sizes = new ClusterSizes(tree);
    CosineDistances[] distances = new CosineDistances[tree.levels().size()];
    for (int l = 0; l < distances.length; l++) {
      distances[l] = new CosineDistances(tree.levels().get(l).centroids(), tree.dim());
    }
    while (rows.hasNext()) {
      EmbeddedBatch batch = EmbeddedBatch.of(rows, assigner.batch(), tree.dim());
      int[][] path = new int[distances.length][batch.size()];
      assigner.assign(batch.rows(), batch.size(), path);
      for (int l = 0; l < distances.length; l++) {
        for (int i = 0; i < batch.size(); i++) {
          int cluster = path[l][i];
          sizes.counts[l][cluster]++;
          sizes.steps[l][cluster] +=
              SumSteps.UNIT.distanceSteps(distances[l].distance(batch.rows(), i, cluster));
        }
      }
    }
    return sizes;
  }

  private ClusterSizes merge(ClusterSizes other) {
    for (int l = 0; l < counts.length; l++) {
      for (int i = 0; i < counts[l].length; i++) {
        counts[l][i] += other.counts[l][i];
        steps[l][i] += other.steps[l][i];
      }
    }
    return this;
  }

  /**
   * Returns the number of examples in each cluster of a level.
   *
   * @param level number of the level, from the top
   */
  public long[] counts(int level) {
    return counts[level].clone();
  }

  /**
   * Returns the mean cosine distance of a cluster's examples, in [0, 2]; 0 for an empty cluster.
   */
  public double meanDistance(int level, int cluster) {
    long count = counts[level][cluster];
    return count == 0 ? 0 : SumSteps.UNIT.distance(steps[level][cluster]) / count;
  }

  /** Returns the sum of the distances of all examples to their clusters of a level. */
  public double inertia(int level) {
    double total = 0;
    for (long sum : steps[level]) {
      total += SumSteps.UNIT.distance(sum);
    }
    return total;
  }
}
