package dev.winnow.transforms.dedup.semantic;

import org.apache.spark.Partitioner;

/** Sends what belongs to a partition of the blocks to the partition of the same number. */
final class OwnPartition extends Partitioner {

  private final int partitions;

  OwnPartition(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return (Integer) key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OwnPartition own && own.partitions == partitions;
  }

  @Override
  public int hashCode() {
    return partitions;
  }
}
