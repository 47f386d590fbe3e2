package dev.winnow.transforms.score;

import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.cluster.ShippedCentroids;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.ArrayList;
import java.util.Collections;
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
 * metric. Higher is harder; the example closest to its prototype has the lowest hardness.
 *
 * <p>The prototype is found by float dot products, ties to the lower index; the distance to it is
 * computed again in double and clamped to [0, 2], with the prototype's own length divided out. A
 * row's result depends on that row and the prototypes only. Lazy: no Spark job; n * k * dim
 * multiply-adds when it runs.
 *
 * @see <a href="https://arxiv.org/abs/2206.14486">Sorscher et al. 2022</a>, section on the
 *     self-supervised prototype metric
 */
public final class PrototypeScore {

  private static final int BATCH = 512;

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("cluster_id", DataTypes.IntegerType, false)
          .add("cosine_dist_to_cent", DataTypes.DoubleType, false);

  private final float[] prototypes;
  private final int dim;

  /**
   * @param prototypes {@code float[k * dim]}, row-major, each of unit length but for rounding
   */
  public PrototypeScore(float[] prototypes, int dim) {
    if (dim < 1 || prototypes.length == 0 || prototypes.length % dim != 0) {
      throw new IllegalArgumentException(
          "prototypes must hold k * dim floats, got " + prototypes.length + " for dim " + dim);
    }
    this.prototypes = prototypes;
    this.dim = dim;
  }

  /**
   * Returns (id, cluster_id, cosine_dist_to_cent) for rows of (id, embedding), unit vectors.
   *
   * @throws IllegalArgumentException inside the job when an embedding's length is not {@code dim}
   */
  public Dataset<Row> apply(Dataset<Row> embeddings) {
    ShippedCentroids shipped =
        new ShippedCentroids(
            JavaSparkContext.fromSparkContext(embeddings.sparkSession().sparkContext()),
            prototypes,
            dim,
            Metric.COSINE);
    int length = dim;
    return embeddings
        .select(col("id"), col("embedding"))
        .as(Encoders.bean(Embedded.class))
        .mapPartitions(
            (MapPartitionsFunction<Embedded, Row>) rows -> new Scored(rows, shipped, length),
            Encoders.row(SCHEMA));
  }

  private static final class Scored implements Iterator<Row> {

    private final Iterator<Embedded> rows;
    private final float[] prototypes;
    private final double[] lengths;
    private final int dim;
    private final NearestCentroid kernel;
    private final float[] block;
    private final int[] clusters = new int[BATCH];
    private final float[] similarities = new float[BATCH];
    private Iterator<Row> ready = Collections.emptyIterator();

    Scored(Iterator<Embedded> rows, ShippedCentroids shipped, int dim) {
      this.rows = rows;
      this.prototypes = shipped.values();
      this.dim = dim;
      this.kernel = shipped.kernel();
      this.block = new float[BATCH * dim];
      this.lengths = new double[kernel.k()];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = Math.sqrt(dot(prototypes, i * dim, prototypes, i * dim));
      }
    }

    @Override
    public boolean hasNext() {
      if (!ready.hasNext() && rows.hasNext()) {
        ready = score().iterator();
      }
      return ready.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new java.util.NoSuchElementException("no more rows");
      }
      return ready.next();
    }

    private List<Row> score() {
      List<String> ids = new ArrayList<>(BATCH);
      while (rows.hasNext() && ids.size() < BATCH) {
        Embedded row = rows.next();
        float[] vector = row.getEmbedding();
        if (vector.length != dim) {
          throw new IllegalArgumentException(
              "vector lengths differ: embedding of "
                  + row.getId()
                  + " has "
                  + vector.length
                  + ", prototypes have "
                  + dim);
        }
        System.arraycopy(vector, 0, block, ids.size() * dim, dim);
        ids.add(row.getId());
      }
      kernel.assign(block, 0, ids.size(), clusters, similarities);
      List<Row> scored = new ArrayList<>(ids.size());
      for (int i = 0; i < ids.size(); i++) {
        int cluster = clusters[i];
        double similarity =
            dot(block, i * dim, prototypes, cluster * dim)
                / (lengths[cluster] * Math.sqrt(dot(block, i * dim, block, i * dim)));
        double distance = Math.max(0, Math.min(2, 1 - similarity));
        scored.add(RowFactory.create(ids.get(i), cluster, distance));
      }
      return scored;
    }

    private double dot(float[] a, int aStart, float[] b, int bStart) {
      double sum = 0;
      for (int j = 0; j < dim; j++) {
        sum += (double) a[aStart + j] * b[bStart + j];
      }
      return sum;
    }
  }
}
