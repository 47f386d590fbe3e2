package dev.winnow.transforms.task;

import org.apache.spark.Partitioner;

/**
 * Partitioner for keys that are partition numbers: an {@link Integer}, or a {@link Key} that knows
 * its partition. Partitioners with the same number of partitions are equal, so that Spark joins two
 * datasets that were partitioned by them without another shuffle.
 */
public final class KeyPartitioner extends Partitioner {

  private static final long serialVersionUID = 1;

  /** Key with more fields than its partition, for instance those that its rows are sorted by. */
  public interface Key {
    int partition();
  }

  private final int partitions;

  public KeyPartitioner(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return key instanceof Key wide ? wide.partition() : (Integer) key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyPartitioner that && that.partitions == partitions;
  }

  @Override
  public int hashCode() {
    return partitions;
  }
}
