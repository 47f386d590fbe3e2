package dev.winnow.transforms.dedup.groups;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Connected components of few edges, by union and find in one task.
 *
 * <p>Links arrive in ascending order of their lower id. The least id of a component is then the
 * first of it to be numbered, so that the least number of a set stands for the least id, in the
 * order of Spark's strings, without a comparison of strings here.
 */
final class OneTaskComponents {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("component", DataTypes.StringType, false);

  private final Map<String, Integer> numbers = new HashMap<>();
  private String[] ids = new String[64];
  private int[] parents = new int[64];

  static Dataset<Row> of(Dataset<Row> links, String upper, String lower) {
    return links
        .sparkSession()
        .createDataFrame(
            links
                .select(lower, upper)
                .repartition(1)
                .sortWithinPartitions(lower, upper)
                .javaRDD()
                .mapPartitions(rows -> new OneTaskComponents().joined(rows)),
            SCHEMA);
  }

  private Iterator<Row> joined(Iterator<Row> links) {
    while (links.hasNext()) {
      Row link = links.next();
      int a = root(number(link.getString(0)));
      int b = root(number(link.getString(1)));
      parents[Math.max(a, b)] = Math.min(a, b);
    }
    return IntStream.range(0, numbers.size())
        .mapToObj(i -> RowFactory.create(ids[i], ids[root(i)]))
        .iterator();
  }

  private int number(String id) {
    Integer known = numbers.putIfAbsent(id, numbers.size());
    if (known != null) {
      return known;
    }
    int number = numbers.size() - 1;
    if (number == ids.length) {
      ids = Arrays.copyOf(ids, 2 * number);
      parents = Arrays.copyOf(parents, 2 * number);
    }
    ids[number] = id;
    parents[number] = number;
    return number;
  }

  private int root(int number) {
    int at = number;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}
