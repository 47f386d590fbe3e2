package dev.winnow.transforms.cluster.levels;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import dev.winnow.transforms.cluster.Block;
import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.Draws;
import dev.winnow.transforms.cluster.FitRows;
import dev.winnow.transforms.cluster.HashedVector;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.cluster.Lloyd;
import dev.winnow.transforms.cluster.LocalRows;
import dev.winnow.transforms.cluster.Tally;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.SumSteps;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Spherical k-means from the top down: the clusters of each level are split one by one, each in one
 * task, so that ten thousand clusters and more are found without comparing a row with all of them.
 * The splits run on the CPU, whatever the device.
 *
 * <p>The result depends on the rows, their ids and the seed only, as that of {@link
 * DistributedKMeans}, which fits the top. A cluster with fewer distinct rows than it should have
 * children gets as many as it has rows.
 *
 * <p>Cost of a level below the top: two jobs that find the cluster of each row and send the fitting
 * rows; a task holds the fitting rows of one cluster, {@code 4 dim} bytes each, which are at most
 * about {@code fitRowsPerCentroid} for each child, or all rows of the cluster where that is 0.
 */
public final class TopDownKMeans {

  private final KMeansOptions options;
  private final List<Integer> levels;
  private final Consumer<String> progress;

  /**
   * @param options of every level; k is not used, the metric must be cosine
   * @param levels children of each cluster of the level above, from the top; at least one
   */
  public TopDownKMeans(KMeansOptions options, List<Integer> levels, Consumer<String> progress) {
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
   * @param top the fit of the first level
   * @param inertia at [level]: sum of the distances of its fitting rows in their last iteration
   */
  public record Fit(CentroidTree tree, KMeansFit top, List<Double> inertia) {}

  /** A new centroid matrix of one cluster's children. */
  private record Split(int parent, float[] centroids, double inertia)
      implements java.io.Serializable {}

  /** As {@link DistributedKMeans#fit}. */
  public Fit fit(Dataset<Row> embeddings, long rows, IterationStore store) {
    KMeansFit top =
        new DistributedKMeans(options.with(levels.get(0), options.seed()), progress)
            .fit(embeddings, rows, store);
    CentroidTree tree = CentroidTree.flat(top.centroids(), top.dim());
    List<Double> inertia = new ArrayList<>();
    inertia.add(top.inertia().get(top.inertia().size() - 1));
    Dataset<HashedVector> hashed =
        embeddings
            .select(
                xxhash64(col("id"), lit(options.seed())).as("hash"), col("embedding").as("vector"))
            .as(Encoders.bean(HashedVector.class));
    for (int level = 1; level < levels.size(); level++) {
      int parents = tree.size(level - 1);
      progress.accept("splitting " + parents + " clusters in " + levels.get(level) + " each");
      List<Split> splits = split(hashed, tree, levels.get(level), level);
      inertia.add(splits.stream().mapToDouble(Split::inertia).sum());
      tree = tree.with(below(tree, splits));
    }
    return new Fit(tree, top, inertia);
  }

  private List<Split> split(
      Dataset<HashedVector> rows, CentroidTree tree, int children, int level) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    int parents = tree.size(level - 1);
    KMeansOptions each = options.with(children, options.seed() + level);
    try (ShippedTree shipped = new ShippedTree(spark, tree, options.device())) {
      JavaRDD<HashedVector> all = rows.javaRDD();
      double[] shares = shares(all, shipped, parents, each);
      List<Split> splits =
          new ArrayList<>(
              JavaPairRDD.fromJavaRDD(
                      all.mapPartitions(
                          part -> {
                            Iterator<Tuple2<Integer, HashedVector>> placed =
                                new PlacedRows(part, shipped.assigner(), level);
                            return where(placed, shares, level);
                          }))
                  .partitionBy(new ByParent(parents))
                  .mapPartitions(part -> fitOne(part, each))
                  .collect());
      splits.sort(java.util.Comparator.comparingInt(Split::parent));
      return splits;
    }
  }

  /** The share of each cluster's rows that its split is fitted on. */
  private static double[] shares(
      JavaRDD<HashedVector> rows, ShippedTree shipped, int parents, KMeansOptions each) {
    Tally tally =
        rows.mapPartitions(
                part -> {
                  Tally counted = Tally.of(parents);
                  TreeAssigner assigner = shipped.assigner();
                  int last = shipped.tree().levels().size();
                  new PlacedRows(part, assigner, last)
                      .forEachRemaining(row -> counted.counts()[row._1()]++);
                  return List.of(counted).iterator();
                })
            .treeReduce(Tally::merge, 2);
    double[] shares = new double[parents];
    for (int i = 0; i < parents; i++) {
      shares[i] = each.share(tally.counts()[i]);
    }
    return shares;
  }

  private static Iterator<Tuple2<Integer, HashedVector>> where(
      Iterator<Tuple2<Integer, HashedVector>> placed, double[] shares, int level) {
    java.util.Spliterator<Tuple2<Integer, HashedVector>> rows =
        java.util.Spliterators.spliteratorUnknownSize(placed, 0);
    return java.util.stream.StreamSupport.stream(rows, false)
        .filter(row -> Draws.uniform(row._2().getHash(), -1 - level) < shares[row._1()])
        .iterator();
  }

  private static Iterator<Split> fitOne(
      Iterator<Tuple2<Integer, HashedVector>> part, KMeansOptions options) {
    if (!part.hasNext()) {
      return List.<Split>of().iterator();
    }
    Tuple2<Integer, HashedVector> first = part.next();
    List<Block> blocks = new ArrayList<>();
    Iterator<HashedVector> vectors =
        new Iterator<>() {
          private boolean begun;

          @Override
          public boolean hasNext() {
            return !begun || part.hasNext();
          }

          @Override
          public HashedVector next() {
            if (!begun) {
              begun = true;
              return first._2();
            }
            return part.next()._2();
          }
        };
    Block.pack(vectors).forEachRemaining(blocks::add);
    FitRows rows = new LocalRows(blocks, Metric.COSINE, SumSteps.UNIT);
    KMeansFit fit = new Lloyd(options, line -> {}).fit(rows, IterationStore.NONE);
    double inertia = fit.inertia().get(fit.inertia().size() - 1);
    return List.of(new Split(first._1(), fit.centroids(), inertia)).iterator();
  }

  /** A cluster without fitting rows has one child, itself. */
  private static CentroidTree.Level below(CentroidTree tree, List<Split> splits) {
    int dim = tree.dim();
    float[] above = tree.leaves().centroids();
    List<float[]> children = new ArrayList<>();
    for (int parent = 0; parent < above.length / dim; parent++) {
      children.add(java.util.Arrays.copyOfRange(above, parent * dim, (parent + 1) * dim));
    }
    splits.forEach(split -> children.set(split.parent(), split.centroids()));
    int total = children.stream().mapToInt(c -> c.length).sum();
    float[] centroids = new float[total];
    int[] parents = new int[total / dim];
    int at = 0;
    for (int parent = 0; parent < children.size(); parent++) {
      float[] own = children.get(parent);
      System.arraycopy(own, 0, centroids, at, own.length);
      java.util.Arrays.fill(parents, at / dim, (at + own.length) / dim, parent);
      at += own.length;
    }
    return new CentroidTree.Level(centroids, parents);
  }

  /** Each cluster is a partition, so that a task holds the rows of one. */
  private static final class ByParent extends Partitioner {

    private final int parents;

    ByParent(int parents) {
      this.parents = parents;
    }

    @Override
    public int numPartitions() {
      return parents;
    }

    @Override
    public int getPartition(Object parent) {
      return (Integer) parent;
    }
  }
}
