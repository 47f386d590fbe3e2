package dev.winnow.transforms.dedup.image;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;

import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.FitProgress;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.neighbours.NearestRows;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Proposes pairs of rows whose embeddings are near to each other: each row with the nearest rows of
 * its nearest clusters. The clusters are coarse: there are about as many as each has rows. They are
 * fitted here on a sample. Neither the clusters nor the pairs depend on partitions or on the order
 * of rows. Ties go to the lower id.
 *
 * <p>Cost: one job that counts the rows, the jobs of a k-means fit of ten iterations on at most 64
 * rows a cluster, and those of {@link NearestRows}. The work is that of {@code n^1.5 (1 + probes)}
 * products of vectors.
 */
final class EmbeddingNeighbours {

  private static final int MOST_CLUSTERS = 1 << 16;
  private static final int FIT_ROWS = 64;
  private static final int ITERATIONS = 10;

  /** Number of clusters up to which k-means|| seeding costs little. */
  private static final int WELL_SEEDED = 2000;

  private final NearImageOptions options;
  private final int blockFloats;
  private final FitProgress progress;

  /**
   * @param progress receives a line for each step of the fit
   */
  EmbeddingNeighbours(NearImageOptions options, FitProgress progress) {
    this(options, NearestRows.BLOCK_FLOATS, progress);
  }

  /**
   * @param blockFloats approximate number of floats in the members of a block
   */
  EmbeddingNeighbours(NearImageOptions options, int blockFloats, FitProgress progress) {
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
    KMeansFit fit = fit(rows, n);
    Dataset<Row> found =
        new NearestRows(
                fit.centroids(), fit.dim(), options.probes(), options.neighbours(), blockFloats)
            .of(rows);
    return found.select(
        least(col("id"), col("other")).as("left_id"),
        greatest(col("id"), col("other")).as("right_id"));
  }

  private KMeansFit fit(Dataset<Row> rows, long n) {
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
    return new DistributedKMeans(fitting, progress).fit(rows, n, IterationStore.NONE);
  }
}
