package dev.winnow.transforms.cluster.levels;

import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.FitProgress;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.kernel.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Spherical k-means from the bottom up: it clusters the rows, then the centroids of these clusters,
 * and so on. The centroids of a flat fit follow the density of the rows, so a concept with many
 * rows has many centroids. In the level above each centroid counts once, and {@link Resampling}
 * thins out dense regions, so higher levels are spread more evenly over the concepts.
 *
 * <p>The published method uses squared Euclidean distances to means. Here every level has unit
 * vectors and cosine distances, like the first one. The nearest unit vector is the same by both
 * distances; the remaining difference is that a level above reads the direction of a mean and not
 * its length. The first level is not resampled either, as in the published runs on large corpora.
 *
 * <p>A row belongs to the nearest of all leaves and to the clusters above that leaf. The result
 * depends only on the rows, their ids and the seed, like that of {@link DistributedKMeans}, which
 * fits the first level. A centroid of a level above is left out when it is the nearest of no
 * centroid below.
 *
 * <p>Cost of a level over n centroids: {@code rounds + 1} fits, of which those after the first read
 * only the members of their round, and as many searches for the nearest centroid of all n. The
 * driver holds the centroids of every level. It fits a level by itself, in one thread and without a
 * Spark job, where the centroids below take at most 16 MiB ({@code 4 n dim} bytes) and one
 * iteration at most 2^33 multiply-adds ({@code n k dim}). Otherwise the executors fit it, with the
 * jobs of {@link DistributedKMeans} for each fit and one job for each search; the driver then holds
 * {@code 4 n dim} bytes twice more. Both ways give the same bits.
 *
 * @see <a href="https://arxiv.org/abs/2405.15613">Vo et al. 2024</a>, section on hierarchical
 *     k-means
 */
public final class BottomUpKMeans {

  static final long DRIVER_BYTES = 1L << 24;
  static final long DRIVER_PRODUCTS = 1L << 33;

  private final KMeansOptions options;
  private final List<Integer> above;
  private final Resampling resampling;
  private final FitProgress progress;
  private final long driverBytes;

  /**
   * @param options options of the first level; the levels above use its iterations, tolerance and
   *     seeding, and read all centroids below. The metric must be cosine
   * @param above number of clusters of each level over the first, from the bottom; at least one
   *     level, decreasing from below k
   * @throws IllegalArgumentException when an option is out of range, or {@code resampling} has
   *     members for another number of levels
   */
  public BottomUpKMeans(
      KMeansOptions options, List<Integer> above, Resampling resampling, FitProgress progress) {
    this(options, above, resampling, progress, DRIVER_BYTES);
  }

  /** Fits with another bound for the levels that the driver fits by itself. */
  BottomUpKMeans(
      KMeansOptions options,
      List<Integer> above,
      Resampling resampling,
      FitProgress progress,
      long driverBytes) {
    if (options.metric() != Metric.COSINE) {
      throw new IllegalArgumentException("above needs the cosine metric");
    }
    int last = options.k();
    for (int k : above) {
      if (k < 1 || k >= last) {
        throw new IllegalArgumentException(
            "above must decrease from below k, got " + above + " for k " + options.k());
      }
      last = k;
    }
    int members = resampling.members().size();
    if (above.isEmpty() || members != 0 && members != above.size()) {
      throw new IllegalArgumentException(
          "above must name a level, and members one number for each, got "
              + above
              + " and "
              + resampling.members());
    }
    this.options = options;
    this.above = List.copyOf(above);
    this.resampling = resampling;
    this.progress = progress;
    this.driverBytes = driverBytes;
  }

  /**
   * A fitted tree.
   *
   * @param tree tree whose rows are assigned from the bottom up
   * @param leaves fit of the first level; its clusters have other numbers in the tree
   * @param inertia inertia of each level above, from the bottom: sum of the cosine distances of the
   *     centroids below to the nearest centroid of the level
   */
  public record Fit(CentroidTree tree, KMeansFit leaves, List<Double> inertia) {}

  /** Fits like {@link DistributedKMeans#fit}. The store serves the first level. */
  public Fit fit(Dataset<Row> embeddings, long rows, IterationStore store) {
    return fit(embeddings, rows, 0, store);
  }

  /**
   * Fits like {@link DistributedKMeans#fit(Dataset, long, int, IterationStore)}. The store serves
   * the first level.
   */
  public Fit fit(Dataset<Row> embeddings, long rows, int dim, IterationStore store) {
    KMeansFit leaves = new DistributedKMeans(options, progress).fit(embeddings, rows, dim, store);
    return fitAbove(leaves, embeddings.sparkSession());
  }

  /**
   * Fits the levels above a first level that is already fitted.
   *
   * @param session session of the executors, for levels that the driver does not fit by itself
   */
  public Fit fitAbove(KMeansFit leaves, SparkSession session) {
    int dim = leaves.dim();
    List<LevelFit> fits = new ArrayList<>();
    float[] below = leaves.centroids();
    // Each level clusters the centroids of the level below.
    for (int level = 0; level < above.size(); level++) {
      int n = below.length / dim;
      int k = above.get(level);
      boolean local =
          4L * below.length <= driverBytes && (double) below.length * k <= DRIVER_PRODUCTS;
      LevelEngine engine =
          local
              ? new LevelEngine.OnDriver()
              : new LevelEngine.OnExecutors(session, options.device());
      progress.accept("clustering " + n + " centroids in " + k);
      LevelFit fit =
          LevelFit.fit(
              below,
              dim,
              engine,
              ofLevel(level, k),
              resampling.rounds(),
              resampling.members(level, n, k),
              progress);
      fits.add(fit);
      below = fit.centroids();
    }
    return new Fit(tree(leaves, fits), leaves, fits.stream().map(LevelFit::inertia).toList());
  }

  private KMeansOptions ofLevel(int level, int k) {
    // Leaves room for the seeds of the rounds, so that no two fits share a seed.
    long seed = options.seed() + ((level + 1L) << 32);
    return new KMeansOptions(
        k,
        Metric.COSINE,
        options.iterations(),
        options.tolerance(),
        options.init(),
        options.initSteps(),
        seed,
        0,
        null,
        options.device());
  }

  /** Renumbers the clusters of each level, so that the children of each lie side by side. */
  private static CentroidTree tree(KMeansFit leaves, List<LevelFit> fits) {
    int dim = leaves.dim();
    List<CentroidTree.Level> levels = new ArrayList<>();
    float[] top = fits.get(fits.size() - 1).centroids();
    levels.add(new CentroidTree.Level(top, null));
    int[] numbers = IntStream.range(0, top.length / dim).toArray();
    for (int level = fits.size() - 1; level >= 0; level--) {
      int[] parents = renumbered(fits.get(level).parents(), numbers);
      float[] centroids = level == 0 ? leaves.centroids() : fits.get(level - 1).centroids();
      int[] order = sorted(parents, numbers.length);
      float[] moved = new float[centroids.length];
      int[] ascending = new int[order.length];
      numbers = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        System.arraycopy(centroids, order[i] * dim, moved, i * dim, dim);
        ascending[i] = parents[order[i]];
        numbers[order[i]] = i;
      }
      levels.add(new CentroidTree.Level(moved, ascending));
    }
    return new CentroidTree(dim, levels, CentroidTree.Assignment.BOTTOM_UP);
  }

  private static int[] renumbered(int[] parents, int[] numbers) {
    return Arrays.stream(parents).map(parent -> numbers[parent]).toArray();
  }

  /** Returns the clusters sorted by parent, and those of one parent in their order. */
  private static int[] sorted(int[] parents, int above) {
    int[] next = new int[above + 1];
    for (int parent : parents) {
      next[parent + 1]++;
    }
    for (int parent = 0; parent < above; parent++) {
      next[parent + 1] += next[parent];
    }
    int[] order = new int[parents.length];
    for (int i = 0; i < order.length; i++) {
      order[next[parents[i]]++] = i;
    }
    return order;
  }
}
