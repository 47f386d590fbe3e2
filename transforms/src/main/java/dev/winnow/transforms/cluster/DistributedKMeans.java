package dev.winnow.transforms.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * k-means on Spark: rows go to the nearest centroid, and centroids become the means of their rows,
 * or under the cosine metric (spherical k-means) the directions of their sums.
 *
 * <p>The result depends on the rows, their ids and the seed only, not on partitions, cores, the
 * kernel, the device or the order of rows: the fitting rows and the seeds are drawn by hashes of
 * ids, sums are exact whole numbers, ties go to the lower index. An empty cluster, or one whose sum
 * vanishes, takes the row that is furthest from its centroid (ties by hash).
 *
 * <p>Cost: the fitting rows are packed once and kept in Spark's storage memory and on disk ({@code
 * 4 dim + 8} bytes a row), from 8,192 clusters on on disk alone. One job to count them, or two and
 * a shuffle where partitions are too uneven; a few to seed. An iteration is one job, and for large
 * {@code k dim} one more for every eight ranges of a million coordinates, which fetches what the
 * first has made; two more where a cluster ran empty. An executor holds the packed centroids once,
 * and for each of its tasks the sums of the clusters ({@code 8 k dim} bytes, at most 64 MB) or, for
 * more clusters than that, its rows and the sums of one range. The driver holds the old and the new
 * centroids, what it sends of them, and the ranges of one job.
 */
public final class DistributedKMeans {

  private final KMeansOptions options;
  private final Consumer<String> progress;

  /**
   * @param progress receives a line for each step
   */
  public DistributedKMeans(KMeansOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Fits on {@code id} (of any type that can be hashed) and {@code embedding} (array of floats, all
   * finite, of equal length; unit vectors under the cosine metric).
   *
   * @param rows number of rows in {@code embeddings}, at least 1
   * @param store state of an earlier, unfinished fit of the same rows and options, and where this
   *     one leaves its own
   * @throws IllegalArgumentException when there is no row, also in the fitting sample
   */
  public KMeansFit fit(Dataset<Row> embeddings, long rows, IterationStore store) {
    if (rows < 1) {
      throw new IllegalArgumentException("embeddings must hold at least one row, got none");
    }
    try (SparkRows packed =
        new SparkRows(
            sample(embeddings, options, rows), options.metric(), options.k(), options.device())) {
      return new Lloyd(options, progress).fit(packed, store);
    }
  }

  /** The rows that a fit with these options reads, each drawn by the hash of its id. */
  public static Dataset<HashedVector> sample(
      Dataset<Row> embeddings, KMeansOptions options, long rows) {
    double share = options.share(rows);
    Column hash = xxhash64(col("id"), lit(options.seed()));
    Dataset<Row> hashed = embeddings.select(hash.as("hash"), col("embedding").as("vector"));
    if (share < 1) {
      Column draw = shiftrightunsigned(xxhash64(col("hash"), lit("fit")), 11);
      hashed = hashed.where(draw.lt(lit((long) (share * 0x1p53))));
    }
    return hashed.as(Encoders.bean(HashedVector.class));
  }
}
