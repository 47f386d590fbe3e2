package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;
import scala.math.Equiv;

/**
 * Work of one task: the rows of some partitions are compared with the columns of one partition,
 * which comes before them or is one of them.
 *
 * @param column partition whose rows are the columns
 * @param self true if its rows are also compared with each other
 * @param rows later partitions that share the column partition's last cluster
 */
record TileGroup(int column, boolean self, int[] rows) implements Serializable {

  /**
   * Gives each task the partitions of its tiles, on the host that has the columns. A partition is
   * part of many tasks, which read it from Spark's storage: no copy of it is shuffled.
   *
   * <p>Spark for Scala 2.12 refuses a coalescer that is not {@code scala.Serializable}, a type that
   * Scala 2.13 does not have. {@link Equiv} extends it in Scala 2.12 and exists in both.
   */
  static final class Partitions implements PartitionCoalescer, Equiv<Partitions> {

    /** Only the driver groups. */
    private final transient List<TileGroup> groups;

    Partitions(List<TileGroup> groups) {
      this.groups = List.copyOf(groups);
    }

    @Override
    public boolean equiv(Partitions one, Partitions other) {
      return one.groups.equals(other.groups);
    }

    @Override
    public PartitionGroup[] coalesce(int most, RDD<?> parent) {
      Partition[] partitions = parent.partitions();
      PartitionGroup[] made = new PartitionGroup[groups.size()];
      for (int i = 0; i < made.length; i++) {
        TileGroup group = groups.get(i);
        var hosts = parent.context().getPreferredLocs(parent, group.column());
        made[i] =
            new PartitionGroup(
                hosts.isEmpty() ? Option.empty() : Option.apply(hosts.head().host()));
        made[i].partitions().$plus$eq(partitions[group.column()]);
        for (int row : group.rows()) {
          made[i].partitions().$plus$eq(partitions[row]);
        }
      }
      return made;
    }
  }
}
