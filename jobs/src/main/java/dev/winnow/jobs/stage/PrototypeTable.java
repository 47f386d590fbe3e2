package dev.winnow.jobs.stage;

import static dev.winnow.schemas.Scores.CLUSTER_ID;

import dev.winnow.schemas.Prototypes;
import dev.winnow.transforms.cluster.CentroidSlices;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.score.ClusterSizes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Converts trees of centroids to rows of the prototypes table and back. Level 0 of the table holds
 * the leaves of the tree. Tasks make the rows from a broadcast, in slices of some 32 MiB, so that
 * tables of any size can be written. Closing frees the broadcast.
 */
public final class PrototypeTable implements AutoCloseable {

  private final SparkSession spark;
  private final CentroidTree tree;
  private final Broadcast<Measured> measured;

  public PrototypeTable(SparkSession spark, CentroidTree tree, ClusterSizes sizes) {
    this.spark = spark;
    this.tree = tree;
    this.measured =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(new Measured(tree, sizes));
  }

  private record Measured(CentroidTree tree, ClusterSizes sizes) implements Serializable {}

  /** Returns the rows, a slice in each partition. They must be read before this is closed. */
  public Dataset<Row> rows() {
    List<Integer> sizes = new ArrayList<>();
    for (int level = 0; level < tree.levels().size(); level++) {
      sizes.add(tree.size(level));
    }
    Broadcast<Measured> shipped = measured;
    JavaRDD<Row> rows =
        CentroidSlices.of(
                JavaSparkContext.fromSparkContext(spark.sparkContext()), sizes, tree.dim())
            .flatMap(slice -> rows(shipped.value(), slice));
    return spark.createDataFrame(rows, Prototypes.SPEC.schema());
  }

  private static Iterator<Row> rows(Measured measured, int[] slice) {
    int l = slice[0];
    int dim = measured.tree().dim();
    int last = measured.tree().levels().size() - 1;
    CentroidTree.Level level = measured.tree().levels().get(l);
    long[] counts = measured.sizes().counts(l);
    return IntStream.range(slice[1], slice[2])
        .mapToObj(
            i ->
                RowFactory.create(
                    i,
                    last - l,
                    l == 0 ? null : level.parents()[i],
                    counts[i],
                    measured.sizes().meanDistance(l, i),
                    boxed(level.centroids(), i * dim, dim)))
        .iterator();
  }

  @Override
  public void close() {
    measured.destroy();
  }

  /** A row of the table, as an array of floats. */
  private record Prototype(int id, int parent, float[] values) {}

  /**
   * Reads the tree of a table. Costs one Spark job for each part of the table, and memory of the
   * driver for twice the prototypes.
   *
   * @param assignment assignment of the recipe whose clusters these are
   */
  public static CentroidTree readTree(
      Dataset<Row> table, int dim, CentroidTree.Assignment assignment) {
    Map<Integer, List<Prototype>> byLevel = new TreeMap<>(Comparator.reverseOrder());
    Iterator<Row> rows =
        table.select("level", CLUSTER_ID, "parent_id", "prototype").toLocalIterator();
    while (rows.hasNext()) {
      Row row = rows.next();
      float[] values = new float[dim];
      List<Float> vector = row.getList(3);
      for (int j = 0; j < dim; j++) {
        values[j] = vector.get(j);
      }
      byLevel
          .computeIfAbsent(row.getInt(0), level -> new ArrayList<>())
          .add(new Prototype(row.getInt(1), row.isNullAt(2) ? -1 : row.getInt(2), values));
    }
    List<CentroidTree.Level> levels = new ArrayList<>();
    for (List<Prototype> level : byLevel.values()) {
      level.sort(Comparator.comparingInt(Prototype::id));
      levels.add(level(level, dim, levels.isEmpty()));
    }
    return new CentroidTree(dim, levels, assignment);
  }

  private static CentroidTree.Level level(List<Prototype> rows, int dim, boolean top) {
    float[] centroids = new float[Math.multiplyExact(rows.size(), dim)];
    int[] parents = top ? null : new int[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).values(), 0, centroids, i * dim, dim);
      if (!top) {
        parents[i] = rows.get(i).parent();
      }
    }
    return new CentroidTree.Level(centroids, parents);
  }

  /** Returns an array of objects, the form of an array column that Spark takes from a task. */
  private static Float[] boxed(float[] values, int from, int length) {
    Float[] boxed = new Float[length];
    for (int j = 0; j < length; j++) {
      boxed[j] = values[from + j];
    }
    return boxed;
  }
}
