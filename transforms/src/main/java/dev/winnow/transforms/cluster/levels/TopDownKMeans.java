package dev.winnow.transforms.cluster.levels;

import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.FitBlock;
import dev.winnow.transforms.cluster.FitProgress;
import dev.winnow.transforms.cluster.FitRows;
import dev.winnow.transforms.cluster.HashDraws;
import dev.winnow.transforms.cluster.HashedVector;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.cluster.Lloyd;
import dev.winnow.transforms.cluster.LocalRows;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.SumSteps;
import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.KeyPartitioner;
import dev.winnow.transforms.task.LookAhead;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Spherical k-means from the top down: it splits the clusters of each level one by one, each in one
 * task, and so finds ten thousand clusters and more without comparing a row with all of them. The
 * splits run on the CPU, whatever the device.
 *
 * <p>The result depends only on the rows, their ids and the seed, like that of {@link
 * DistributedKMeans}, which fits the top. A cluster with fewer distinct rows than it should have
 * children gets as many children as it has distinct rows.
 *
 * <p>Cost of a level below the top: two jobs, one to count the rows of each cluster and one to send
 * the fitting rows to its task. A task holds the fitting rows of one cluster, {@code 4 dim} bytes
 * each: at most about {@code fitRowsPerCentroid} for each child, or all rows of the cluster where
 * that is 0.
 */
public final class TopDownKMeans {

  private final KMeansOptions options;
  private final List<Integer> levels;
  private final FitProgress progress;

  /**
   * @param options options of every level; k is not used, the metric must be cosine
   * @param levels number of children of each cluster of the level above, from the top; at least one
   *     level
   */
  public TopDownKMeans(KMeansOptions options, List<Integer> levels, FitProgress progress) {
    if (options.metric() != Metric.COSINE) {
      throw new IllegalArgumentException("levels need the cosine metric");
    }
    this.options = options;
    this.levels = List.copyOf(levels);
    this.progress = progress;
  }

  /**
   * A fitted tree.
   *
   * @param top fit of the first level
   * @param inertia at [level]: sum of the distances of its fitting rows in their last iteration
   */
  public record Fit(CentroidTree tree, KMeansFit top, List<Double> inertia) {}

  /** Centroids of the children of one cluster. */
  private record Split(int parent, float[] centroids, double inertia) implements Serializable {}

  /** Fits like {@link DistributedKMeans#fit}. The store serves the first level. */
  public Fit fit(Dataset<Row> embeddings, long rows, IterationStore store) {
    return fit(embeddings, rows, 0, store);
  }

  /**
   * Fits like {@link DistributedKMeans#fit(Dataset, long, int, IterationStore)}. The store serves
   * the first level.
   */
  public Fit fit(Dataset<Row> embeddings, long rows, int dim, IterationStore store) {
    // Fit the top level on all executors together.
    KMeansFit top =
        new DistributedKMeans(options.withClusters(levels.get(0), options.seed()), progress)
            .fit(embeddings, rows, dim, store);
    CentroidTree tree = CentroidTree.flat(top.centroids(), top.dim());
    List<Double> inertia = new ArrayList<>();
    inertia.add(lastInertia(top));
    // Split each cluster of the level above in a task.
    Dataset<HashedVector> hashed = DistributedKMeans.hash(embeddings, options.seed());
    for (int level = 1; level < levels.size(); level++) {
      int parents = tree.size(level - 1);
      progress.accept("splitting " + parents + " clusters in " + levels.get(level) + " each");
      List<Split> splits = split(hashed.javaRDD(), tree, level);
      inertia.add(splits.stream().mapToDouble(Split::inertia).sum());
      tree = tree.append(below(tree, splits));
    }
    return new Fit(tree, top, inertia);
  }

  private static double lastInertia(KMeansFit fit) {
    return fit.inertia().get(fit.inertia().size() - 1);
  }

  /** Splits every cluster of the last level of the tree; the splits come by parent. */
  private List<Split> split(JavaRDD<HashedVector> rows, CentroidTree tree, int level) {
    int parents = tree.size(level - 1);
    KMeansOptions each = options.withClusters(levels.get(level), options.seed() + level);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(rows.context());
    try (ShippedTree shipped = new ShippedTree(spark, tree, options.device())) {
      // Find the cluster of each row.
      JavaPairRDD<Integer, HashedVector> placed =
          rows.mapPartitionsToPair(part -> new PlacedRows(part, shipped.assigner(), level));
      // Draw the fitting rows of each cluster by their hashes.
      double[] shares = shares(count(placed, parents), each);
      JavaPairRDD<Integer, HashedVector> drawn =
          placed.filter(
              row -> HashDraws.uniform(row._2().getHash(), -1 - level) < shares[row._1()]);
      // Send them to the task of their cluster: each cluster is a partition.
      JavaPairRDD<Integer, HashedVector> together = drawn.partitionBy(new KeyPartitioner(parents));
      // Fit each cluster in its task.
      List<Split> splits =
          new ArrayList<>(together.mapPartitions(part -> fitOne(part, each)).collect());
      splits.sort(Comparator.comparingInt(Split::parent));
      return splits;
    }
  }

  /** Counts the rows of each cluster in one job. */
  private static long[] count(JavaPairRDD<Integer, HashedVector> placed, int clusters) {
    return placed
        .mapPartitions(
            part -> {
              FitRows.Tally counted = FitRows.Tally.of(clusters);
              part.forEachRemaining(row -> counted.counts()[row._1()]++);
              return List.of(counted).iterator();
            })
        .treeReduce(FitRows.Tally::merge, 2)
        .counts();
  }

  /** Returns the share of each cluster's rows that its split is fitted on. */
  private static double[] shares(long[] counts, KMeansOptions each) {
    return Arrays.stream(counts).mapToDouble(each::share).toArray();
  }

  /** Fits the rows of one cluster; no split for a partition without rows. */
  private static Iterator<Split> fitOne(
      Iterator<Tuple2<Integer, HashedVector>> part, KMeansOptions options) {
    LookAhead<Tuple2<Integer, HashedVector>> rows = new LookAhead<>(part);
    if (!rows.hasNext()) {
      return List.<Split>of().iterator();
    }
    int parent = rows.peek()._1();
    List<FitBlock> blocks = new ArrayList<>();
    FitBlock.pack(Batched.map(rows, Tuple2::_2)).forEachRemaining(blocks::add);
    FitRows packed = new LocalRows(blocks, Metric.COSINE, SumSteps.UNIT);
    KMeansFit fit = new Lloyd(options, line -> {}).fit(packed, IterationStore.NONE);
    return List.of(new Split(parent, fit.centroids(), lastInertia(fit))).iterator();
  }

  /** Joins the splits to a level. A cluster without fitting rows has itself as its only child. */
  private static CentroidTree.Level below(CentroidTree tree, List<Split> splits) {
    int dim = tree.dim();
    float[] above = tree.leaves().centroids();
    List<float[]> children = new ArrayList<>();
    for (int parent = 0; parent < above.length / dim; parent++) {
      children.add(Arrays.copyOfRange(above, parent * dim, (parent + 1) * dim));
    }
    splits.forEach(split -> children.set(split.parent(), split.centroids()));
    int total = children.stream().mapToInt(c -> c.length).sum();
    float[] centroids = new float[total];
    int[] parents = new int[total / dim];
    int at = 0;
    for (int parent = 0; parent < children.size(); parent++) {
      float[] child = children.get(parent);
      System.arraycopy(child, 0, centroids, at, child.length);
      Arrays.fill(parents, at / dim, (at + child.length) / dim, parent);
      at += child.length;
    }
    return new CentroidTree.Level(centroids, parents);
  }
}
