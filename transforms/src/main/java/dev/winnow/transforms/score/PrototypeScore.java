package dev.winnow.transforms.score;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.Assignments;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.cluster.levels.ShippedTree;
import dev.winnow.transforms.cluster.levels.TreeAssigner;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Cosine distance of each example to its most similar prototype: the self-supervised prototype
 * metric. Higher is harder; the example closest to its prototype has the lowest hardness. Where
 * prototypes have levels, the distance is to the prototype that the levels lead to.
 *
 * <p>The prototype is found by float dot products, ties to the lower index. The distance to it is
 * then computed in double, divided by the lengths of both, and clamped to [0, 2]. A row's result
 * depends only on that row and the prototypes. Lazy: no Spark job. Cost: {@code n k dim}
 * multiply-adds when it runs, where k is the number of prototypes that a row is compared with.
 *
 * @see <a href="https://arxiv.org/abs/2206.14486">Sorscher et al. 2022</a>, section on the
 *     self-supervised prototype metric
 */
public final class PrototypeScore {

  private final CentroidTree prototypes;
  private final Device device;

  /** Measures on the device that Spark gives the tasks. */
  public PrototypeScore(CentroidTree prototypes) {
    this(prototypes, Device.AUTO);
  }

  /**
   * @param prototypes vectors of unit length, except for rounding
   * @param device changes no result
   */
  public PrototypeScore(CentroidTree prototypes, Device device) {
    this.prototypes = prototypes;
    this.device = device;
  }

  /**
   * Returns (id, cluster_id, cosine_dist_to_cent) for rows of (id, embedding), unit vectors.
   *
   * @throws IllegalArgumentException inside the job when an embedding's length is not that of the
   *     prototypes
   */
  public Dataset<Row> apply(Dataset<Row> embeddings) {
    ShippedTree shipped =
        new ShippedTree(
            JavaSparkContext.fromSparkContext(embeddings.sparkSession().sparkContext()),
            prototypes,
            device);
    return assign(embeddings, shipped, 1);
  }

  /**
   * Returns the columns of {@link #apply} and, for each level of the tree above the leaves, the
   * distance to the cluster of that level: the columns of {@link Assignments}. {@link ClusterSizes}
   * sums them up. Lazy.
   *
   * @param embeddings rows of (id, embedding), unit vectors
   * @param shipped the prototypes; the rows must be read before it is closed
   */
  public static Dataset<Row> onAllLevels(Dataset<Row> embeddings, ShippedTree shipped) {
    return assign(embeddings, shipped, shipped.tree().levels().size());
  }

  /**
   * Assigns the rows.
   *
   * @param distances number of levels, from the leaves up, whose distances are returned
   */
  private static Dataset<Row> assign(Dataset<Row> embeddings, ShippedTree shipped, int distances) {
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType, false)
            .add(CLUSTER_ID, DataTypes.IntegerType, false);
    for (int level = 0; level < distances; level++) {
      schema = schema.add(Assignments.distance(level), DataTypes.DoubleType, false);
    }
    return embeddings
        .select(col("id"), col("embedding"))
        .as(Encoders.bean(Embedded.class))
        .mapPartitions(
            (MapPartitionsFunction<Embedded, Row>) rows -> new Scored(rows, shipped, distances),
            Encoders.row(schema));
  }

  private static final class Scored extends Batched<Embedded, Row> {

    private final TreeAssigner assigner;
    private final int dim;
    private final int levels;
    private final CosineDistances[] distances;

    Scored(Iterator<Embedded> rows, ShippedTree shipped, int upTo) {
      super(rows);
      CentroidTree tree = shipped.tree();
      this.assigner = shipped.assigner();
      this.dim = tree.dim();
      this.levels = tree.levels().size();
      this.distances = new CosineDistances[upTo];
      for (int up = 0; up < upTo; up++) {
        distances[up] = new CosineDistances(tree.levels().get(levels - 1 - up).centroids(), dim);
      }
    }

    @Override
    protected Iterator<Row> next(LookAhead<Embedded> in) {
      EmbeddedBatch batch = EmbeddedBatch.of(in, assigner.batch(), dim);
      int[][] path = new int[levels][batch.size()];
      assigner.assign(batch.rows(), batch.size(), path);
      List<Row> scored = new ArrayList<>(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        Object[] row = new Object[2 + distances.length];
        row[0] = batch.ids().get(i);
        row[1] = path[levels - 1][i];
        for (int up = 0; up < distances.length; up++) {
          row[2 + up] = distances[up].distance(batch.rows(), i, path[levels - 1 - up][i]);
        }
        scored.add(RowFactory.create(row));
      }
      return scored.iterator();
    }
  }
}
