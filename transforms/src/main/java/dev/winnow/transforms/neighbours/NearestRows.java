package dev.winnow.transforms.neighbours;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Finds the nearest rows of each row by cosine, among the rows of its nearest clusters: exact among
 * those. A row belongs to the cluster of its nearest centroid. Ties go to the lower id, and neither
 * partitions nor the order of the rows change the result.
 *
 * <p>Cost: one job that counts the rows of each cluster. Two shuffles follow lazily: one of a
 * vector for each row and probe, one of the ids of the neighbours. The work is the product of each
 * row with all rows of the clusters it looks into. A larger cluster is split into blocks, and each
 * block sees all rows that look into the cluster. A task holds the members of one block twice,
 * about 64 MB of floats.
 *
 * @see <a href="https://doi.org/10.1109/TPAMI.2010.57">Jegou et al. 2011</a>, section IV, for the
 *     probing of several clusters
 */
public final class NearestRows {

  /** Approximate number of floats in the members of a block. */
  public static final int BLOCK_FLOATS = 1 << 24;

  private final float[] centroids;
  private final int dim;
  private final int probes;
  private final int most;
  private final int blockFloats;

  /**
   * @param centroids {@code float[k * dim]}, row-major, at least one
   * @param probes number of nearest clusters that a row looks into, with its own
   * @param most largest number of neighbours of a row
   */
  public NearestRows(float[] centroids, int dim, int probes, int most) {
    this(centroids, dim, probes, most, BLOCK_FLOATS);
  }

  /**
   * @param blockFloats approximate number of floats in the members of a block
   */
  public NearestRows(float[] centroids, int dim, int probes, int most, int blockFloats) {
    this.centroids = centroids;
    this.dim = dim;
    this.probes = probes;
    this.most = most;
    this.blockFloats = blockFloats;
  }

  /**
   * Returns (id, other string, similarity float, place int from 1, the nearest first). A row
   * without another row in its clusters is not in the result.
   *
   * @param rows id string, embedding array of floats: unit vectors of length {@code dim}; read
   *     twice
   */
  public Dataset<Row> of(Dataset<Row> rows) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    ShippedNearest shipped = new ShippedNearest(spark, centroids, dim);
    int clusters = centroids.length / dim;
    long[] sizes =
        vectors(rows)
            .javaRDD()
            .mapPartitions(some -> List.of(PlacedVectors.sizes(some, shipped, clusters)).iterator())
            .treeReduce(PlacedVectors::add, 2);
    PlacedVectors placing =
        new PlacedVectors(
            shipped, probes, PlacedVectors.blocks(sizes, Math.max(1, blockFloats / dim)));
    int neighbours = most;
    return vectors(rows)
        .mapPartitions(
            (MapPartitionsFunction<PlacedVector, PlacedVector>) placing::apply,
            Encoders.bean(PlacedVector.class))
        .repartition(col("block"))
        .sortWithinPartitions(col("block"), col("member").desc(), col("id"))
        .mapPartitions(
            (MapPartitionsFunction<PlacedVector, Neighbour>)
                sorted -> new BlockNeighbours(sorted, neighbours),
            Encoders.bean(Neighbour.class))
        .withColumn(
            "place",
            row_number()
                .over(Window.partitionBy("id").orderBy(col("similarity").desc(), col("other"))))
        .where(col("place").leq(most))
        .select("id", "other", "similarity", "place");
  }

  private static Dataset<PlacedVector> vectors(Dataset<Row> rows) {
    return rows.selectExpr("0 AS block", "false AS member", "id", "embedding AS vector")
        .as(Encoders.bean(PlacedVector.class));
  }
}
