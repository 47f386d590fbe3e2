package dev.winnow.transforms.cluster;

import dev.winnow.transforms.cluster.FurthestRows.FarRow;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.SumSteps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import scala.Option;

/**
 * Rows of a fit, packed on the executors. They stay in Spark's storage memory ({@code 4 dim + 8}
 * bytes a row) as far as it reaches, and the rest on disk; with {@value #FROM_DISK} clusters or
 * more, on disk alone. A pass is a job of few and large tasks, because sending the result of a task
 * costs as much as finding the nearest centroids of some thousand rows.
 */
public final class SparkRows implements FitRows {

  /** Smallest number of rows of a task: sending its sums then costs a tenth of making them. */
  static final int TASK_ROWS = 50_000;

  /**
   * Smallest number of clusters for which every pass reads the rows from disk. Each byte read then
   * leads to 2,000 multiply-adds, so a core reads about 25 MB a second, and the memory is left to
   * the centroids.
   */
  static final int FROM_DISK = 8192;

  /** Rows of the largest task over the mean of all tasks, above which rows are shuffled. */
  private static final double UNEVEN = 1.1;

  /** Ranges of centroids, each at most 4 MB, that the driver fetches in one job. */
  private static final int RANGES_AT_A_TIME = 8;

  private final JavaSparkContext spark;
  private final Metric metric;
  private final Device device;
  private final JavaRDD<FitBlock> blocks;
  private final BalancedTasks balance;
  private final PartitionRows total;
  private final SumSteps steps;

  /**
   * Packs the rows and counts them in one job, or in two and a shuffle where the partitions can't
   * be grouped to tasks of similar size.
   *
   * @param clusters number of clusters that rows are compared with
   * @param device device of the tasks that compare rows with centroids
   * @throws IllegalArgumentException when there is no row
   */
  public SparkRows(Dataset<HashedVector> rows, Metric metric, int clusters, Device device) {
    this.spark = JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    this.metric = metric;
    this.device = device;
    StorageLevel stored =
        clusters < FROM_DISK ? StorageLevel.MEMORY_AND_DISK() : StorageLevel.DISK_ONLY();
    // Pack the rows where they are, and measure each partition.
    JavaRDD<FitBlock> packed = pack(rows, stored);
    List<PartitionRows> partitions = measure(packed);
    // Shuffle only where no grouping of the partitions gives tasks of similar size.
    int tasks = tasks(partitions);
    if (tasks > 1 && balance(partitions).imbalance(tasks) > UNEVEN) {
      packed.unpersist(false);
      packed = pack(rows.repartition(4 * tasks, functions.col("hash")), stored);
      partitions = measure(packed);
    }
    this.blocks = packed;
    this.balance = balance(partitions);
    this.total = partitions.stream().reduce(PartitionRows::merge).orElseThrow();
    if (total.rows() == 0) {
      close();
      throw empty();
    }
    // Exact sums need the range of the coordinates.
    this.steps =
        metric == Metric.COSINE ? SumSteps.UNIT : SumSteps.euclidean(total.greatest(), total.dim());
  }

  /** Returns the failure of a fit without rows. */
  static IllegalArgumentException empty() {
    return new IllegalArgumentException(
        "the fitting sample is empty; raise fit_rows_per_centroid or fit_fraction");
  }

  private static JavaRDD<FitBlock> pack(Dataset<HashedVector> rows, StorageLevel stored) {
    return rows.javaRDD().mapPartitions(FitBlock::pack).persist(stored);
  }

  /** Measures each partition in one job; an entry without rows comes first. */
  private static List<PartitionRows> measure(JavaRDD<FitBlock> packed) {
    List<PartitionRows> partitions = new ArrayList<>();
    partitions.add(new PartitionRows(-1, 0, 0, 0));
    partitions.addAll(
        packed
            .mapPartitionsWithIndex(
                (partition, rows) -> List.of(PartitionRows.of(partition, rows)).iterator(), true)
            .collect());
    return partitions;
  }

  private static BalancedTasks balance(List<PartitionRows> partitions) {
    long[] rows = new long[partitions.size() - 1];
    partitions.stream()
        .filter(f -> f.partition() >= 0)
        .forEach(f -> rows[f.partition()] = f.rows());
    return new BalancedTasks(rows);
  }

  private int tasks(List<PartitionRows> partitions) {
    long rows = partitions.stream().mapToLong(PartitionRows::rows).sum();
    return (int) Math.max(1, Math.min(spark.defaultParallelism(), rows / TASK_ROWS));
  }

  @Override
  public long count() {
    return total.rows();
  }

  @Override
  public int dim() {
    return total.dim();
  }

  /** Groups the blocks to at most {@code most} tasks with many rows each. */
  private JavaRDD<FitBlock> tasks(int most) {
    int wanted = (int) Math.min(most, Math.max(1, total.rows() / TASK_ROWS));
    if (blocks.getNumPartitions() <= wanted) {
      return blocks;
    }
    return blocks.rdd().coalesce(wanted, false, Option.apply(balance), null).toJavaRDD();
  }

  private JavaRDD<FitBlock> tasks() {
    return tasks(spark.defaultParallelism());
  }

  /** Broadcasts the centroids for one pass. */
  private <T> T pass(float[] centroids, Function<ShippedCentroids, T> pass) {
    try (ShippedCentroids shipped = new ShippedCentroids(spark, centroids, dim(), metric, device)) {
      return pass.apply(shipped);
    }
  }

  @Override
  public Update update(float[] centroids) {
    UpdatePass pass =
        new UpdatePass(
            centroids.length / dim(),
            dim(),
            metric,
            steps,
            spark.defaultParallelism(),
            UpdatePass.HELD);
    JavaRDD<FitBlock> tasks = pass.inRanges() ? tasks(Integer.MAX_VALUE) : tasks();
    return pass(
        centroids,
        shipped -> {
          Iterator<ReducedRange> reduced =
              pass.small(tasks)
                  ? List.of(pass.gathered(tasks, shipped)).iterator()
                  : fetch(pass.run(tasks, shipped));
          return Update.of(reduced, centroids, dim(), steps);
        });
  }

  /**
   * Fetches the ranges in batches, with a job for each batch. The first job makes the sums, and the
   * others find them in the shuffle files. So the driver holds only some of the ranges beside the
   * old and the new centroids.
   */
  private Iterator<ReducedRange> fetch(JavaRDD<ReducedRange> reduced) {
    int all = reduced.getNumPartitions();
    int batch = Math.max(RANGES_AT_A_TIME, spark.defaultParallelism());
    return IntStream.iterate(0, from -> from < all, from -> from + batch)
        .mapToObj(from -> IntStream.range(from, Math.min(all, from + batch)).toArray())
        .flatMap(ids -> Arrays.stream(reduced.collectPartitions(ids)))
        .flatMap(List::stream)
        .iterator();
  }

  @Override
  public Update tally(float[] centroids) {
    int k = centroids.length / dim();
    SumSteps units = steps;
    Tally tally =
        pass(
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
  public List<FarRow> furthest(float[] centroids, int count) {
    List<FarRow> all =
        pass(
            centroids,
            shipped ->
                tasks()
                    .mapPartitions(
                        packed ->
                            BlockPasses.furthest(packed, shipped.assigner(), count).iterator())
                    .collect());
    return FurthestRows.first(all, count);
  }

  @Override
  public List<WeightedRow> find(List<FarRow> far) {
    Set<Long> hashes = new HashSet<>();
    far.forEach(row -> hashes.add(row.hash()));
    return FurthestRows.find(far, withHashes(hashes));
  }

  @Override
  public List<WeightedRow> sample(double probability) {
    return where(hash -> HashDraws.uniform(hash, -1) < probability);
  }

  @Override
  public List<WeightedRow> lowest(int count) {
    TreeSet<Long> all =
        new TreeSet<>(
            blocks.mapPartitions(packed -> BlockPasses.lowest(packed, count).iterator()).collect());
    return withHashes(all.stream().limit(count).collect(Collectors.toSet()));
  }

  private List<WeightedRow> withHashes(Set<Long> hashes) {
    Broadcast<Set<Long>> wanted = spark.broadcast(hashes);
    try {
      return where(hash -> wanted.value().contains(hash));
    } finally {
      wanted.destroy();
    }
  }

  private List<WeightedRow> where(HashDraws.Accept accept) {
    return WeightedRow.merged(
        blocks.mapPartitions(packed -> BlockPasses.filter(packed, accept).iterator()).collect());
  }

  @Override
  public List<WeightedRow> draw(float[] centroids, double factor, int round) {
    return WeightedRow.merged(
        pass(
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
