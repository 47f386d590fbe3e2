package dev.winnow.transforms.dedup.groups;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Connected components of few edges, by union and find in one task.
 *
 * <p>Links come in ascending order of their lower id. Therefore the least id of a component, in the
 * order of Spark's strings, gets the least number of its set, and no strings are compared here.
 */
final class OneTaskComponents {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("component", DataTypes.StringType, false);

  private final StringIndex ids = new StringIndex();
  private final UnionFind sets = new UnionFind(64);

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
      int lower = ids.number(link.getString(0));
      int upper = ids.number(link.getString(1));
      sets.grow(ids.size());
      int root = sets.find(lower);
      int otherRoot = sets.find(upper);
      if (root != otherRoot) {
        sets.join(root, otherRoot);
      }
    }
    int[] first = new int[ids.size()];
    Arrays.fill(first, -1);
    return IntStream.range(0, first.length)
        .mapToObj(
            id -> {
              int root = sets.find(id);
              first[root] = first[root] < 0 ? id : first[root];
              return RowFactory.create(ids.key(id), ids.key(first[root]));
            })
        .iterator();
  }
}
