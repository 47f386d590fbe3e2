package dev.winnow.transforms.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.xxhash64;

import dev.winnow.transforms.kernel.FixedPointSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Spherical k-means on unit vectors: rows go to the centroid of greatest cosine similarity, and
 * centroids are the directions of their rows' sums.
 *
 * <p>The result depends on the rows, their ids and the seed only, not on partitions, cores or row
 * order: the fitting rows and the seeds are drawn by hashes of ids, sums are exact integers, ties
 * go to the lower index. An empty cluster, or one whose sum vanishes, takes the row that is
 * furthest from its centroid (ties by hash). The fit stops early when an iteration changes no bit.
 *
 * <p>Cost: the fitting rows are packed once and persisted to memory and disk ({@code 4 * dim} bytes
 * a row); one job to count, a few to seed, one an iteration, one more where a cluster ran empty.
 * The driver holds the centroids and one set of sums ({@code 12 * k * dim} bytes).
 */
public final class SphericalKMeans {

  private final KMeansOptions options;
  private final Consumer<String> progress;

  public SphericalKMeans(KMeansOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Fits on {@code id} and {@code embedding} (unit vectors of equal length, finite).
   *
   * @param rows number of rows in {@code embeddings}, at least 1
   * @param store state of an earlier, unfinished fit of the same rows and options, and where this
   *     one leaves its own
   */
  public KMeansFit fit(Dataset<Row> embeddings, long rows, IterationStore store) {
    if (rows < 1) {
      throw new IllegalArgumentException("embeddings must hold at least one row, got none");
    }
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(embeddings.sparkSession().sparkContext());
    JavaRDD<Block> blocks = Blocks.of(sample(embeddings, rows), spark.defaultParallelism());
    blocks.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return fit(spark, blocks, store);
    } finally {
      blocks.unpersist(false);
    }
  }

  private Dataset<Row> sample(Dataset<Row> embeddings, long rows) {
    double share = options.share(rows);
    Column hash = xxhash64(col("id"), lit(options.seed()));
    Dataset<Row> hashed = embeddings.select(hash.as("hash"), col("embedding"));
    if (share >= 1) {
      return hashed;
    }
    Column draw = shiftrightunsigned(xxhash64(col("hash"), lit("fit")), 11);
    return hashed.where(draw.lt(lit((long) (share * 0x1p53))));
  }

  private KMeansFit fit(JavaSparkContext spark, JavaRDD<Block> blocks, IterationStore store) {
    long fitRows = blocks.map(b -> (long) b.size()).fold(0L, Long::sum);
    if (fitRows == 0) {
      throw new IllegalArgumentException(
          "the fitting sample is empty; raise fit_rows_per_centroid or fit_fraction");
    }
    int dim = blocks.first().dim();
    List<String> warnings = new ArrayList<>();
    Optional<IterationStore.State> saved = store.latest();
    IterationStore.State state =
        saved.orElseGet(
            () -> {
              progress.accept("seeding " + options.k() + " centroids on " + fitRows + " rows");
              float[] first = new Seeding(spark, options).centroids(blocks, fitRows);
              return new IterationStore.State(0, first.length / dim, dim, first, List.of(), 0);
            });
    int k = state.k();
    if (k < options.k()) {
      warnings.add(
          "k must be at most the number of distinct rows; lowered from "
              + options.k()
              + " to "
              + k);
    }
    float[] centroids = state.centroids();
    List<Double> inertia = new ArrayList<>(state.inertia());
    int reseeded = state.reseeded();
    for (int iteration = state.next(); iteration < options.iterations(); iteration++) {
      Broadcast<float[]> shipped = spark.broadcast(centroids);
      FixedPointSums sums = Lloyd.sums(blocks, shipped);
      inertia.add(sums.inertia());
      progress.accept(
          "iteration "
              + (iteration + 1)
              + "/"
              + options.iterations()
              + ", mean distance "
              + String.format(java.util.Locale.ROOT, "%.6f", sums.inertia() / fitRows));
      float[] next = centroids.clone();
      List<Integer> empty = new ArrayList<>();
      for (int cluster = 0; cluster < k; cluster++) {
        if (!sums.direction(cluster, next)) {
          empty.add(cluster);
        }
      }
      if (!empty.isEmpty()) {
        List<WeightedRow> furthest = Lloyd.furthest(blocks, shipped, empty.size());
        for (int i = 0; i < furthest.size(); i++) {
          System.arraycopy(furthest.get(i).row(), 0, next, empty.get(i) * dim, dim);
        }
        reseeded += furthest.size();
      }
      shipped.destroy();
      boolean settled = Arrays.equals(centroids, next);
      centroids = next;
      store.save(
          new IterationStore.State(
              iteration + 1, k, dim, centroids, List.copyOf(inertia), reseeded));
      if (settled) {
        break;
      }
    }
    return new KMeansFit(centroids, k, dim, inertia, fitRows, reseeded, warnings);
  }
}
