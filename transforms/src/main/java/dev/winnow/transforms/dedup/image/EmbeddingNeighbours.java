package dev.winnow.transforms.dedup.image;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.row_number;

import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.dedup.ShippedNearest;
import dev.winnow.transforms.kernel.Metric;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * Proposes pairs of rows whose embeddings are near to each other: each row with the nearest rows of
 * its nearest clusters. The clusters are coarse: there are about as many as each has rows. They are
 * fitted here on a sample. Neither the clusters nor the pairs depend on partitions or on the order
 * of rows. Ties go to the lower id.
 *
 * <p>Cost: one job that counts the rows, the jobs of a k-means fit of ten iterations on at most 64
 * rows a cluster, and one job that counts the rows of each cluster. Two shuffles follow lazily: one
 * of a vector for each row and probe, one of the ids of the neighbours. The work is that of {@code
 * n^1.5 (1 + probes)} products of vectors. A larger cluster is split into blocks, and each block
 * sees all rows that look into the cluster. A task holds the members of one block twice, about 64
 * MB of floats.
 *
 * @see <a href="https://doi.org/10.1109/TPAMI.2010.57">Jegou et al. 2011</a>, section IV, for the
 *     probing of several clusters
 */
final class EmbeddingNeighbours {

  private static final int MOST_CLUSTERS = 1 << 16;
  private static final int FIT_ROWS = 64;
  private static final int ITERATIONS = 10;

  /** Number of clusters up to which k-means|| seeding costs little. */
  private static final int WELL_SEEDED = 2000;

  private final NearImageOptions options;
  private final int blockFloats;
  private final Consumer<String> progress;

  /**
   * @param progress receives a line for each step of the fit
   */
  EmbeddingNeighbours(NearImageOptions options, Consumer<String> progress) {
    this(options, 1 << 24, progress);
  }

  /**
   * @param blockFloats approximate number of floats in the members of a block
   */
  EmbeddingNeighbours(NearImageOptions options, int blockFloats, Consumer<String> progress) {
    this.options = options;
    this.blockFloats = blockFloats;
    this.progress = progress;
  }

  /**
   * Returns the pairs as (left_id, right_id), the lesser id first. A pair may occur twice.
   *
   * @param embeddings id string, embedding array of floats: unit vectors of one length
   */
  Dataset<Row> apply(Dataset<Row> embeddings) {
    Dataset<Row> rows = embeddings.select(col("id"), col("embedding"));
    SparkSession spark = rows.sparkSession();
    long n = rows.count();
    if (n < 2) {
      return spark.createDataFrame(List.of(), HashNeighbours.PAIRS);
    }
    PlacedVectors placing = placing(rows, n);
    int most = options.neighbours();
    Dataset<Row> found =
        vectors(rows)
            .mapPartitions(
                (MapPartitionsFunction<PlacedVector, PlacedVector>) placing::apply,
                Encoders.bean(PlacedVector.class))
            .repartition(col("block"))
            .sortWithinPartitions(col("block"), col("member").desc(), col("id"))
            .mapPartitions(
                (MapPartitionsFunction<PlacedVector, Neighbour>)
                    sorted -> new BlockNeighbours(sorted, most),
                Encoders.bean(Neighbour.class))
            .withColumn(
                "place",
                row_number()
                    .over(
                        Window.partitionBy("id").orderBy(col("similarity").desc(), col("other"))));
    return found
        .where(col("place").leq(most))
        .select(
            least(col("id"), col("other")).as("left_id"),
            greatest(col("id"), col("other")).as("right_id"));
  }

  private static Dataset<PlacedVector> vectors(Dataset<Row> rows) {
    return rows.selectExpr("0 AS block", "false AS member", "id", "embedding AS vector")
        .as(Encoders.bean(PlacedVector.class));
  }

  private PlacedVectors placing(Dataset<Row> rows, long n) {
    int k = (int) Math.min(MOST_CLUSTERS, Math.max(1, Math.round(Math.sqrt(n))));
    KMeansOptions fitting =
        new KMeansOptions(
            k,
            Metric.COSINE,
            ITERATIONS,
            1e-3,
            k <= WELL_SEEDED ? KMeansOptions.Init.K_MEANS_PARALLEL : KMeansOptions.Init.RANDOM,
            KMeansOptions.INIT_STEPS,
            options.seed(),
            FIT_ROWS,
            null);
    KMeansFit fit = new DistributedKMeans(fitting, progress).fit(rows, n, IterationStore.NONE);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    ShippedNearest shipped = new ShippedNearest(spark, fit.centroids(), fit.dim());
    int clusters = fit.k();
    long[] sizes =
        vectors(rows)
            .javaRDD()
            .mapPartitions(some -> List.of(PlacedVectors.sizes(some, shipped, clusters)).iterator())
            .treeReduce(PlacedVectors::add, 2);
    return new PlacedVectors(
        shipped,
        options.probes(),
        PlacedVectors.blocks(sizes, Math.max(1, blockFloats / fit.dim())));
  }
}
