package dev.winnow.transforms.cluster.levels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Distance of each prototype from the prototypes nearest to it. */
public final class ClusterSeparation {

  /**
   * Measures the mean cosine distance of each prototype to its nearest others, in [0, 2]; 0 where
   * there is no other.
   *
   * <p>Cost: one Spark job of k k dim multiply-adds, in double; every executor holds the
   * prototypes.
   *
   * @param prototypes {@code float[k * dim]}
   * @param neighbours number of nearest others; all others where there are fewer
   */
  public static double[] measure(
      JavaSparkContext spark, float[] prototypes, int dim, int neighbours) {
    if (neighbours < 1) {
      throw new IllegalArgumentException("neighbours must be at least 1, got " + neighbours);
    }
    int k = prototypes.length / dim;
    Broadcast<float[]> shipped = spark.broadcast(prototypes);
    List<Integer> all = IntStream.range(0, k).boxed().toList();
    int tasks = Math.max(1, Math.min(k, 4 * spark.defaultParallelism()));
    List<Double> means =
        spark
            .parallelize(new ArrayList<>(all), tasks)
            .map(j -> meanDistance(shipped.value(), dim, j, neighbours))
            .collect();
    shipped.destroy();
    return means.stream().mapToDouble(Double::doubleValue).toArray();
  }

  static double meanDistance(float[] prototypes, int dim, int prototype, int neighbours) {
    int k = prototypes.length / dim;
    double[] distances = new double[Math.max(0, k - 1)];
    double length = length(prototypes, dim, prototype);
    int at = 0;
    for (int other = 0; other < k; other++) {
      if (other != prototype) {
        double product = 0;
        for (int i = 0; i < dim; i++) {
          product += (double) prototypes[prototype * dim + i] * prototypes[other * dim + i];
        }
        double similarity = product / (length * length(prototypes, dim, other));
        distances[at++] = Math.max(0, Math.min(2, 1 - similarity));
      }
    }
    Arrays.sort(distances);
    int nearest = Math.min(neighbours, distances.length);
    double sum = 0;
    for (int i = 0; i < nearest; i++) {
      sum += distances[i];
    }
    return nearest == 0 ? 0 : sum / nearest;
  }

  private static double length(float[] prototypes, int dim, int j) {
    double squares = 0;
    for (int i = j * dim; i < (j + 1) * dim; i++) {
      squares += (double) prototypes[i] * prototypes[i];
    }
    return Math.sqrt(squares);
  }

  private ClusterSeparation() {}
}
