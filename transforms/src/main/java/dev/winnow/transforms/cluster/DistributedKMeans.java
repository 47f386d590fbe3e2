package dev.winnow.transforms.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import dev.winnow.transforms.task.Draws;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * k-means on Spark: rows go to the nearest centroid, and centroids become the means of their rows
 * or, under the cosine metric (spherical k-means), the directions of their sums. MLlib's KMeans
 * does not serve: it adds floating-point sums in the order of the partitions, so its clusters
 * depend on them.
 *
 * <p>The result depends only on the rows, their ids and the seed, not on partitions, cores, the
 * kernel, the device or the order of rows: the fitting rows and the seeds are drawn by hashes of
 * ids, sums are exact whole numbers, and ties go to the lower index. An empty cluster, or one whose
 * sum vanishes, takes the row that is furthest from its centroid (ties by hash).
 *
 * <p>Cost of a small fit whose {@code dim} is given (fewer than 100,000 fitting rows, at most 64
 * MiB of floats, and no GPU): one job, which sends the fitting rows to the driver. The driver holds
 * them, the sums and the centroids, and does the rest in one thread.
 *
 * <p>Cost of any other fit: the fitting rows are packed once and kept in Spark's storage memory and
 * on disk ({@code 4 dim + 8} bytes a row); with 8,192 clusters or more, on disk alone. Counting
 * them takes one job, or two and a shuffle where partitions are too uneven. Seeding takes a few
 * jobs. An iteration is one job. For large {@code k dim} there is one more job for every eight
 * ranges of a million coordinates, which fetches the results of the first, and where a cluster ran
 * empty there are two more. An executor holds the packed centroids once, and for each of its tasks
 * the sums of the clusters ({@code 8 k dim} bytes, at most 64 MB) or, where those sums would be
 * larger, its rows and the sums of one range. The driver holds the old and the new centroids, the
 * copy that it sends, and the ranges of one job.
 */
public final class DistributedKMeans {

  private final KMeansOptions options;
  private final FitProgress progress;

  /**
   * @param progress receives a line of text for each step
   */
  public DistributedKMeans(KMeansOptions options, FitProgress progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Fits on {@code id} (of any type that can be hashed) and {@code embedding} (array of floats, all
   * finite, of equal length; unit vectors under the cosine metric).
   *
   * @param rows number of rows in {@code embeddings}, at least 1
   * @param store holds the state of an earlier, unfinished fit of the same rows and options, if
   *     any, and receives that of this fit
   * @throws IllegalArgumentException when there is no row, or none in the fitting sample
   */
  public KMeansFit fit(Dataset<Row> embeddings, long rows, IterationStore store) {
    return fit(embeddings, rows, 0, store);
  }

  /**
   * Fits like {@link #fit(Dataset, long, IterationStore)}, with the same result; the driver fits
   * few and short rows by itself.
   *
   * @param dim length of the vectors; 0 for an unknown length, with which the executors fit
   */
  public KMeansFit fit(Dataset<Row> embeddings, long rows, int dim, IterationStore store) {
    if (rows < 1) {
      throw new IllegalArgumentException("embeddings must hold at least one row, got none");
    }
    // Draw the fitting rows by the hashes of their ids.
    Dataset<HashedVector> sample = sample(embeddings, options, rows);
    // Pack them on the driver or on the executors, where they stay until the fit ends.
    try (FitRows packed = FitPlace.pack(sample, options, rows * options.share(rows), dim)) {
      // Seed and iterate: on executors, each pass is a job over the packed rows.
      return new Lloyd(options, progress).fit(packed, store);
    }
  }

  /** Returns the rows that a fit with these options reads, drawn by the hashes of their ids. */
  public static Dataset<HashedVector> sample(
      Dataset<Row> embeddings, KMeansOptions options, long rows) {
    double share = options.share(rows);
    Dataset<HashedVector> hashed = hash(embeddings, options.seed());
    Column draw = xxhash64(col("hash"), lit("fit"));
    return share < 1 ? hashed.where(Draws.isDrawn(draw, share)) : hashed;
  }

  /**
   * Returns the vectors of (id, embedding) with the hash that a fit knows them by, which is a
   * function of id and seed. Lazy.
   */
  public static Dataset<HashedVector> hash(Dataset<Row> embeddings, long seed) {
    return embeddings
        .select(xxhash64(col("id"), lit(seed)).as("hash"), col("embedding").as("vector"))
        .as(Encoders.bean(HashedVector.class));
  }
}
