package dev.winnow.transforms.neighbours;

import dev.winnow.transforms.kernel.NearestSeveral;
import dev.winnow.transforms.task.PerJvm;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Centroids on the executors, packed once in each JVM for {@link NearestSeveral}. Spark removes
 * them when the driver has no reference to this object any more.
 */
public final class ShippedNearest implements Serializable {

  private final PerJvm<Packed> packed = new PerJvm<>();
  private final Broadcast<float[]> centroids;
  private final int dim;

  /** Holds nothing outside of the heap. */
  private record Packed(NearestSeveral nearest) implements AutoCloseable {
    @Override
    public void close() {}
  }

  /**
   * @param centroids {@code float[k * dim]}
   */
  public ShippedNearest(JavaSparkContext spark, float[] centroids, int dim) {
    this.centroids = spark.broadcast(centroids);
    this.dim = dim;
  }

  public int dim() {
    return dim;
  }

  /** Returns the packed centroids of this JVM; the first task that needs them packs them. */
  public NearestSeveral get() {
    return packed.get(() -> new Packed(new NearestSeveral(centroids.value(), dim))).nearest();
  }
}
