package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Centroids on their way to the executors. They are packed for the kernel once in each JVM, by the
 * first task that asks, and shared by the others; a JVM keeps the two packed last for as long as it
 * has memory.
 */
public final class ShippedCentroids implements Serializable, AutoCloseable {

  private static final Map<UUID, SoftReference<NearestCentroid>> PACKED =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(
            Map.Entry<UUID, SoftReference<NearestCentroid>> eldest) {
          return size() > 2;
        }
      };

  private final UUID key = UUID.randomUUID();
  private final int dim;
  private final Metric metric;
  private final Broadcast<float[]> values;

  /**
   * @param centroids {@code float[k * dim]}
   */
  public ShippedCentroids(JavaSparkContext spark, float[] centroids, int dim, Metric metric) {
    this.dim = dim;
    this.metric = metric;
    this.values = spark.broadcast(centroids);
  }

  /** The JVM's kernel on the packed centroids. */
  public NearestCentroid kernel() {
    synchronized (PACKED) {
      SoftReference<NearestCentroid> held = PACKED.get(key);
      NearestCentroid packed = held == null ? null : held.get();
      if (packed == null) {
        packed = NearestCentroid.of(values.value(), dim, metric);
        PACKED.put(key, new SoftReference<>(packed));
      }
      return packed;
    }
  }

  Assigner assigner() {
    return new Assigner(kernel(), metric);
  }

  /** The centroids, {@code float[k * dim]}. */
  public float[] values() {
    return values.value();
  }

  /** Frees them everywhere; no task may ask for them again. */
  @Override
  public void close() {
    synchronized (PACKED) {
      PACKED.remove(key);
    }
    values.destroy();
  }
}
