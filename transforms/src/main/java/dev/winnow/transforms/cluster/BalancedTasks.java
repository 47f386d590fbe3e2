package dev.winnow.transforms.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.Partition;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;
import scala.math.Equiv;

/**
 * Groups partitions to tasks with about equal numbers of rows, and keeps partitions of one host
 * together. An iteration lasts as long as its largest task, but Spark's own grouping evens out the
 * number of partitions, whatever they hold.
 *
 * <p>Spark for Scala 2.12 refuses a grouping that does not extend Scala's own {@code Serializable},
 * a type that Scala 2.13 does not have. {@link Equiv} is the smallest type that extends it in 2.12
 * and also exists in 2.13.
 */
final class BalancedTasks implements PartitionCoalescer, Equiv<BalancedTasks> {

  private final long[] rows;

  /**
   * @param rows number of rows of each partition
   */
  BalancedTasks(long[] rows) {
    this.rows = rows.clone();
  }

  /**
   * Returns the rows of the largest task, as a multiple of their mean over {@code tasks} tasks; 1
   * is even.
   */
  double imbalance(int tasks) {
    long total = Arrays.stream(rows).sum();
    long largest =
        groups(IntStream.range(0, rows.length).boxed().toList(), tasks).stream()
            .mapToLong(this::sum)
            .max()
            .orElse(0);
    return total == 0 ? 1 : (double) largest * tasks / total;
  }

  private long sum(List<Integer> group) {
    return group.stream().mapToLong(i -> rows[i]).sum();
  }

  /**
   * Groups partitions, the largest first: each joins the group that is smallest so far, ties to the
   * lower index.
   */
  private List<List<Integer>> groups(List<Integer> partitions, int most) {
    List<List<Integer>> groups = new ArrayList<>();
    int count = Math.max(1, Math.min(most, partitions.size()));
    long[] sums = new long[count];
    IntStream.range(0, count).forEach(i -> groups.add(new ArrayList<>()));
    List<Integer> largestFirst = new ArrayList<>(partitions);
    largestFirst.sort(Comparator.comparingLong((Integer i) -> -rows[i]).thenComparing(i -> i));
    for (int partition : largestFirst) {
      int smallest = 0;
      for (int i = 1; i < count; i++) {
        smallest = sums[i] < sums[smallest] ? i : smallest;
      }
      groups.get(smallest).add(partition);
      sums[smallest] += rows[partition];
    }
    return groups;
  }

  @Override
  public boolean equiv(BalancedTasks one, BalancedTasks other) {
    return Arrays.equals(one.rows, other.rows);
  }

  @Override
  public PartitionGroup[] coalesce(int most, RDD<?> parent) {
    Partition[] partitions = parent.partitions();
    Map<String, List<Integer>> byHost =
        IntStream.range(0, partitions.length)
            .boxed()
            .collect(
                Collectors.groupingBy(
                    i -> host(parent, i), LinkedHashMap::new, Collectors.toList()));
    long total = Math.max(1, Arrays.stream(rows).sum());
    List<PartitionGroup> groups = new ArrayList<>();
    byHost.forEach(
        (host, partitionsOfHost) -> {
          int share = (int) Math.max(1, Math.round((double) most * sum(partitionsOfHost) / total));
          for (List<Integer> group : groups(partitionsOfHost, share)) {
            PartitionGroup made =
                new PartitionGroup(host.isEmpty() ? Option.empty() : Option.apply(host));
            group.forEach(i -> made.partitions().$plus$eq(partitions[i]));
            groups.add(made);
          }
        });
    return groups.toArray(PartitionGroup[]::new);
  }

  private static String host(RDD<?> parent, int partition) {
    var places = parent.context().getPreferredLocs(parent, partition);
    return places.isEmpty() ? "" : places.head().host();
  }
}
