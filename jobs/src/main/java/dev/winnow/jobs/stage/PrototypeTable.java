package dev.winnow.jobs.stage;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.score.ClusterSizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Converts trees of centroids to rows of the prototypes table and back. Level 0 of the table holds
 * the leaves of the tree.
 */
public final class PrototypeTable {

  public static List<Row> rows(CentroidTree tree, ClusterSizes sizes) {
    int dim = tree.dim();
    int last = tree.levels().size() - 1;
    List<Row> rows = new ArrayList<>();
    for (int l = last; l >= 0; l--) {
      CentroidTree.Level level = tree.levels().get(l);
      long[] counts = sizes.counts(l);
      for (int i = 0; i < counts.length; i++) {
        rows.add(
            RowFactory.create(
                i,
                last - l,
                l == 0 ? null : level.parents()[i],
                counts[i],
                sizes.meanDistance(l, i),
                boxed(Arrays.copyOfRange(level.centroids(), i * dim, (i + 1) * dim))));
      }
    }
    return rows;
  }

  /**
   * Reads the tree of a table. Costs one Spark query, which brings all prototypes to the driver.
   *
   * @param assignment assignment of the recipe whose clusters these are
   */
  public static CentroidTree readTree(
      Dataset<Row> table, int dim, CentroidTree.Assignment assignment) {
    List<Row> rows =
        table
            .select("level", CLUSTER_ID, "parent_id", "prototype")
            .orderBy(col("level").desc(), col(CLUSTER_ID))
            .collectAsList();
    List<CentroidTree.Level> levels = new ArrayList<>();
    for (int from = 0; from < rows.size(); ) {
      int level = rows.get(from).getInt(0);
      int to = from;
      while (to < rows.size() && rows.get(to).getInt(0) == level) {
        to++;
      }
      levels.add(level(rows.subList(from, to), dim, from == 0));
      from = to;
    }
    return new CentroidTree(dim, levels, assignment);
  }

  private static CentroidTree.Level level(List<Row> rows, int dim, boolean top) {
    float[] centroids = new float[rows.size() * dim];
    int[] parents = top ? null : new int[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      List<Float> vector = rows.get(i).getList(3);
      for (int j = 0; j < dim; j++) {
        centroids[i * dim + j] = vector.get(j);
      }
      if (!top) {
        parents[i] = rows.get(i).getInt(2);
      }
    }
    return new CentroidTree.Level(centroids, parents);
  }

  private static List<Float> boxed(float[] values) {
    List<Float> boxed = new ArrayList<>(values.length);
    for (float value : values) {
      boxed.add(value);
    }
    return boxed;
  }

  private PrototypeTable() {}
}
