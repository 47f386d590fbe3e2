package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.SumSteps;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows packed on the executors, where they stay in Spark's storage memory ({@code 4 dim + 8} bytes
 * a row) as far as it reaches, the rest on disk. A pass is a job of few and large tasks: what a
 * task sends costs as much as finding the nearest centroids of some thousand rows.
 */
final class SparkRows implements FitRows, AutoCloseable {

  /** Rows of a task at least, so that sending its sums costs at most a tenth of making them. */
  static final int TASK_ROWS = 50_000;

  private final JavaSparkContext spark;
  private final JavaRDD<Block> blocks;
  private final Metric metric;
  private final Facts facts;
  private final SumSteps steps;

  /**
   * @param greatest coordinate in magnitude
   */
  private record Facts(long rows, int dim, float greatest) implements Serializable {

    static Facts of(Block block) {
      float greatest = 0;
      for (float value : block.rows()) {
        greatest = Math.max(greatest, Math.abs(value));
      }
      return new Facts(block.size(), block.dim(), greatest);
    }

    Facts and(Facts other) {
      if (other.dim != dim) {
        throw new IllegalArgumentException(
            "vectors must have one length, got " + dim + " and " + other.dim);
      }
      return new Facts(rows + other.rows, dim, Math.max(greatest, other.greatest));
    }
  }

  /**
   * Packs the rows, and counts them in one job.
   *
   * @param expected about the number of rows; decides how many tasks there are
   * @throws IllegalArgumentException when there is no row
   */
  SparkRows(Dataset<HashedVector> rows, Metric metric, long expected) {
    this.spark = JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    this.metric = metric;
    int wanted = (int) Math.max(1, Math.min(spark.defaultParallelism(), expected / TASK_ROWS));
    JavaRDD<HashedVector> read = rows.javaRDD();
    if (read.getNumPartitions() < wanted) {
      read = rows.repartition(wanted).javaRDD();
    }
    this.blocks = read.mapPartitions(Block::pack);
    blocks.persist(StorageLevel.MEMORY_AND_DISK());
    List<Facts> found =
        blocks
            .mapPartitions(
                packed -> {
                  Facts all = null;
                  while (packed.hasNext()) {
                    Facts one = Facts.of(packed.next());
                    all = all == null ? one : all.and(one);
                  }
                  return (all == null ? List.<Facts>of() : List.of(all)).iterator();
                })
            .collect();
    this.facts =
        found.stream()
            .reduce(Facts::and)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the fitting sample is empty; raise fit_rows_per_centroid or"
                            + " fit_fraction"));
    this.steps =
        metric == Metric.COSINE ? SumSteps.UNIT : SumSteps.euclidean(facts.greatest(), facts.dim());
  }

  @Override
  public long count() {
    return facts.rows();
  }

  @Override
  public int dim() {
    return facts.dim();
  }

  /** The blocks in tasks of many rows each. */
  private JavaRDD<Block> tasks(int most) {
    long fat = Math.max(1, facts.rows() / TASK_ROWS);
    int wanted = (int) Math.min(most, fat);
    return blocks.getNumPartitions() > wanted ? blocks.coalesce(wanted) : blocks;
  }

  private JavaRDD<Block> tasks() {
    return tasks(spark.defaultParallelism());
  }

  private <T> T at(float[] centroids, Function<ShippedCentroids, T> pass) {
    try (ShippedCentroids shipped = new ShippedCentroids(spark, centroids, dim(), metric)) {
      return pass.apply(shipped);
    }
  }

  @Override
  public Update update(float[] centroids) {
    UpdatePass pass =
        new UpdatePass(centroids.length / dim(), dim(), metric, steps, spark.defaultParallelism());
    JavaRDD<Block> tasks = pass.inRanges() ? tasks(Integer.MAX_VALUE) : tasks();
    List<ReducedRange> ranges = at(centroids, shipped -> pass.run(tasks, shipped).collect());
    return Update.of(ranges, centroids, dim(), steps);
  }

  @Override
  public Update tally(float[] centroids) {
    int k = centroids.length / dim();
    SumSteps units = steps;
    Tally tally =
        at(
            centroids,
            shipped ->
                tasks()
                    .mapPartitions(
                        packed ->
                            List.of(BlockPasses.tally(packed, shipped.assigner(), k, units))
                                .iterator())
                    .treeReduce(Tally::merge, 2));
    return Update.of(tally, centroids, steps);
  }

  @Override
  public List<WeightedRow> furthest(float[] centroids, int count) {
    List<FarRow> all =
        at(
            centroids,
            shipped ->
                tasks()
                    .mapPartitions(
                        packed ->
                            BlockPasses.furthest(packed, shipped.assigner(), count).iterator())
                    .collect());
    List<FarRow> far = FarRow.first(all, count);
    Set<Long> hashes = new HashSet<>();
    far.forEach(row -> hashes.add(row.hash()));
    return FarRow.behind(far, among(hashes));
  }

  @Override
  public List<WeightedRow> sample(double probability) {
    return where(hash -> Draws.uniform(hash, -1) < probability);
  }

  @Override
  public List<WeightedRow> lowest(int count) {
    TreeSet<Long> all =
        new TreeSet<>(
            blocks.mapPartitions(packed -> BlockPasses.lowest(packed, count).iterator()).collect());
    return among(all.stream().limit(count).collect(Collectors.toSet()));
  }

  private List<WeightedRow> among(Set<Long> hashes) {
    Broadcast<Set<Long>> wanted = spark.broadcast(hashes);
    try {
      return where(hash -> wanted.value().contains(hash));
    } finally {
      wanted.destroy();
    }
  }

  private List<WeightedRow> where(Draws.Accept accept) {
    return WeightedRow.merged(
        blocks.mapPartitions(packed -> BlockPasses.where(packed, accept).iterator()).collect());
  }

  @Override
  public List<WeightedRow> draw(float[] centroids, double factor, int round) {
    return WeightedRow.merged(
        at(
            centroids,
            shipped ->
                tasks()
                    .mapPartitions(
                        packed ->
                            BlockPasses.draw(packed, shipped.assigner(), factor, round).iterator())
                    .collect()));
  }

  @Override
  public void close() {
    blocks.unpersist(false);
  }
}
