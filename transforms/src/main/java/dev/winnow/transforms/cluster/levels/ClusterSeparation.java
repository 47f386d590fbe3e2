package dev.winnow.transforms.cluster.levels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** How far each prototype is from those nearest to it. */
public final class ClusterSeparation {

  /**
   * Mean cosine distance of each prototype to its nearest others, in [0, 2]; 0 where there is no
   * other.
   *
   * <p>One Spark job of k k dim multiply-adds, in double; every executor holds the prototypes.
   *
   * @param prototypes {@code float[k * dim]}
   * @param neighbours how many of the others; all where there are fewer
   */
  public static double[] of(JavaSparkContext spark, float[] prototypes, int dim, int neighbours) {
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

  static double meanDistance(float[] prototypes, int dim, int own, int neighbours) {
    int k = prototypes.length / dim;
    double[] distances = new double[Math.max(0, k - 1)];
    double length = length(prototypes, dim, own);
    int at = 0;
    for (int other = 0; other < k; other++) {
      if (other != own) {
        double product = 0;
        for (int i = 0; i < dim; i++) {
          product += (double) prototypes[own * dim + i] * prototypes[other * dim + i];
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
