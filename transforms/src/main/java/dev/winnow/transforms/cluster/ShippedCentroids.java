package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import dev.winnow.transforms.task.PerJvm;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Centroids that are broadcast to the executors and packed for the kernel once in each JVM. */
public final class ShippedCentroids implements Serializable, AutoCloseable {

  private final PerJvm<NearestCentroid> packed = new PerJvm<>();
  private final int dim;
  private final Metric metric;
  private final Device device;
  private final Broadcast<float[]> values;

  /**
   * @param centroids {@code float[k * dim]}
   * @param device device of the tasks that request the kernel
   */
  public ShippedCentroids(
      JavaSparkContext spark, float[] centroids, int dim, Metric metric, Device device) {
    this.dim = dim;
    this.metric = metric;
    this.device = device;
    this.values = spark.broadcast(centroids);
  }

  /** Returns this JVM's kernel with the packed centroids. */
  public NearestCentroid kernel() {
    return packed.get(
        () -> NearestCentroid.of(values.value(), dim, metric, TaskKernels.of(device)));
  }

  public Assigner assigner() {
    return new Assigner(kernel(), metric, values.value());
  }

  /** Frees the centroids everywhere. No task may request them afterwards. */
  @Override
  public void close() {
    packed.drop();
    values.destroy();
  }
}
