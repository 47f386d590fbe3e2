package dev.winnow.transforms.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scala.Option;

@Tag("line")
class BalancedTasksTest {

  @Test
  void theLargestTaskOverTheMean() {
    assertEquals(1, new BalancedTasks(new long[] {5, 5, 5, 5}).imbalance(2));
    assertEquals(1, new BalancedTasks(new long[] {6, 1, 1, 4}).imbalance(2));
    assertEquals(1.5, new BalancedTasks(new long[] {9, 1, 1, 1}).imbalance(2));
    assertEquals(2, new BalancedTasks(new long[] {7}).imbalance(2));
    assertEquals(1, new BalancedTasks(new long[] {0, 0}).imbalance(2));
  }

  @Test
  void groupsPartitionsByTheirRows() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    long[] sizes = {60, 10, 10, 40};
    List<Integer> values = IntStream.range(0, 4).boxed().toList();
    JavaRDD<Integer> one = spark.parallelize(values, 4);
    JavaRDD<Integer> two =
        one.rdd().coalesce(2, false, Option.apply(new BalancedTasks(sizes)), null).toJavaRDD();
    List<List<Integer>> groups = two.glom().collect();
    assertEquals(2, groups.size());
    for (List<Integer> group : groups) {
      assertEquals(60, group.stream().mapToLong(i -> sizes[i]).sum(), Arrays.toString(sizes));
    }
  }
}
