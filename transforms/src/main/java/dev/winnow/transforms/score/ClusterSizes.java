package dev.winnow.transforms.score;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.Assignments;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.kernel.SumSteps;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Number of examples in each cluster of each level, and the sum of their distances. Distances are
 * summed as whole steps, so the order of the rows changes nothing.
 */
public final class ClusterSizes implements Serializable {

  /** Number of examples at {@code [level][cluster]}, from the top. */
  private final long[][] counts;

  /** Sum of distances at {@code [level][cluster]}, in steps. */
  private final long[][] steps;

  private ClusterSizes(CentroidTree tree) {
    counts = new long[tree.levels().size()][];
    steps = new long[counts.length][];
    for (int l = 0; l < counts.length; l++) {
      counts[l] = new long[tree.size(l)];
      steps[l] = new long[tree.size(l)];
    }
  }

  /**
   * Rows of each leaf, and the sums of their distances at {@code [level from the leaves][leaf]}.
   */
  private record OfLeaves(long[] counts, long[][] steps) implements Serializable {

    static OfLeaves of(Iterator<Row> rows, int levels, int leaves) {
      OfLeaves sums = new OfLeaves(new long[leaves], new long[levels][leaves]);
      while (rows.hasNext()) {
        Row row = rows.next();
        int leaf = row.getInt(0);
        sums.counts[leaf]++;
        for (int up = 0; up < levels; up++) {
          sums.steps[up][leaf] += SumSteps.UNIT.distanceSteps(row.getDouble(1 + up));
        }
      }
      return sums;
    }

    OfLeaves merge(OfLeaves other) {
      add(counts, other.counts);
      for (int up = 0; up < steps.length; up++) {
        add(steps[up], other.steps[up]);
      }
      return this;
    }

    private static void add(long[] sums, long[] more) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += more[i];
      }
    }
  }

  /**
   * Sums up assigned rows in one job. A task holds a number for each leaf and level.
   *
   * @param tree the tree that the rows were assigned to
   * @param assigned rows with the columns of {@link Assignments}, one distance for each level
   */
  public static ClusterSizes of(CentroidTree tree, Dataset<Row> assigned) {
    int levels = tree.levels().size();
    int leaves = tree.size(levels - 1);
    Column[] columns = new Column[1 + levels];
    columns[0] = col(CLUSTER_ID);
    for (int up = 0; up < levels; up++) {
      columns[1 + up] = col(Assignments.distance(up));
    }
    OfLeaves sums =
        assigned
            .select(columns)
            .javaRDD()
            .mapPartitions(rows -> List.of(OfLeaves.of(rows, levels, leaves)).iterator())
            .treeReduce(OfLeaves::merge, 2);
    ClusterSizes sizes = new ClusterSizes(tree);
    for (int leaf = 0; leaf < leaves; leaf++) {
      // A row belongs to the clusters above its leaf.
      int cluster = leaf;
      for (int up = 0; up < levels; up++) {
        int level = levels - 1 - up;
        sizes.counts[level][cluster] += sums.counts()[leaf];
        sizes.steps[level][cluster] += sums.steps()[up][leaf];
        cluster = level == 0 ? 0 : tree.levels().get(level).parents()[cluster];
      }
    }
    return sizes;
  }

  /**
   * Returns the number of examples in each cluster of a level.
   *
   * @param level number of the level, from the top
   */
  public long[] counts(int level) {
    return counts[level].clone();
  }

  /**
   * Returns the mean cosine distance of a cluster's examples, in [0, 2]; 0 for an empty cluster.
   */
  public double meanDistance(int level, int cluster) {
    long count = counts[level][cluster];
    return count == 0 ? 0 : SumSteps.UNIT.distance(steps[level][cluster]) / count;
  }

  /** Returns the sum of the distances of all examples to their clusters of a level. */
  public double inertia(int level) {
    double total = 0;
    for (long sum : steps[level]) {
      total += SumSteps.UNIT.distance(sum);
    }
    return total;
  }
}
