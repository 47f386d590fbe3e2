package dev.winnow.transforms.dedup.semantic;

import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;
import scala.math.Equiv;

/**
 * Gives each task the partitions of its tiles, on the host that has the columns. A partition is
 * part of many tasks, which read it from Spark's storage: no copy of it is shuffled.
 *
 * <p>Spark for Scala 2.12 refuses a grouping that is not serializable in Scala's own sense, which
 * Scala 2.13 no longer has: for sources of both, {@link Equiv} is the smallest type that is.
 */
final class TilePartitions implements PartitionCoalescer, Equiv<TilePartitions> {

  /** Only the driver groups. */
  private final transient List<TileGroup> groups;

  TilePartitions(List<TileGroup> groups) {
    this.groups = List.copyOf(groups);
  }

  @Override
  public boolean equiv(TilePartitions one, TilePartitions other) {
    return one.groups.equals(other.groups);
  }

  @Override
  public PartitionGroup[] coalesce(int most, RDD<?> parent) {
    Partition[] partitions = parent.partitions();
    PartitionGroup[] made = new PartitionGroup[groups.size()];
    for (int i = 0; i < made.length; i++) {
      TileGroup group = groups.get(i);
      var places = parent.context().getPreferredLocs(parent, group.column());
      made[i] =
          new PartitionGroup(
              places.isEmpty() ? Option.empty() : Option.apply(places.head().host()));
      made[i].partitions().$plus$eq(partitions[group.column()]);
      for (int row : group.rows()) {
        made[i].partitions().$plus$eq(partitions[row]);
      }
    }
    return made;
  }
}
