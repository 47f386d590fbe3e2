package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.task.PerJvm;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Centroids on their way to the executors, packed once in each JVM. Spark removes them when nothing
 * on the driver refers to them any more.
 */
final class ShippedProbes implements Serializable {

  private final PerJvm<ClusterProbes> packed = new PerJvm<>();
  private final Broadcast<float[]> centroids;
  private final int dim;

  ShippedProbes(JavaSparkContext spark, float[] centroids, int dim) {
    this.centroids = spark.broadcast(centroids);
    this.dim = dim;
  }

  int dim() {
    return dim;
  }

  ClusterProbes probes() {
    return packed.get(() -> new ClusterProbes(centroids.value(), dim));
  }
}
