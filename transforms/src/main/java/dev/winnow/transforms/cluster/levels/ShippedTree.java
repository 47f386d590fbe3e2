package dev.winnow.transforms.cluster.levels;

import dev.winnow.transforms.cluster.TaskKernels;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.task.PerJvm;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A tree of centroids that is broadcast to the executors and packed once in each JVM; distances are
 * cosine.
 */
public final class ShippedTree implements Serializable, AutoCloseable {

  private final PerJvm<TreeAssigner> packed = new PerJvm<>();
  private final Broadcast<CentroidTree> tree;
  private final Device device;

  /**
   * @param device device of the tasks that request the assigner
   */
  public ShippedTree(JavaSparkContext spark, CentroidTree tree, Device device) {
    this.tree = spark.broadcast(tree);
    this.device = device;
  }

  public CentroidTree tree() {
    return tree.value();
  }

  /** Returns this JVM's assigner, for any number of threads. */
  public TreeAssigner assigner() {
    return packed.get(() -> new TreeAssigner(tree.value(), TaskKernels.of(device)));
  }

  /** Frees the tree everywhere. No task may request it afterwards. */
  @Override
  public void close() {
    packed.drop();
    tree.destroy();
  }
}
