package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.SumSteps;
import java.io.Serializable;
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
 * Rows packed on the executors, where they stay in Spark's storage memory ({@code 4 dim + 8} bytes
 * a row) as far as it reaches, the rest on disk; on disk alone beside {@value #FROM_DISK} clusters
 * and more. A pass is a job of few and large tasks: what a task sends costs as much as finding the
 * nearest centroids of some thousand rows.
 */
public final class SparkRows implements FitRows, AutoCloseable {

  /** Rows of a task at least, so that sending its sums costs at most a tenth of making them. */
  static final int TASK_ROWS = 50_000;

  /**
   * Clusters from which on rows are read from disk in every pass: a byte is then worth 2,000
   * multiply-adds, some 25 MB a second of a core, and the centroids have the memory.
   */
  static final int FROM_DISK = 8192;

  /** Rows of the largest task over their mean, above which rows are spread anew. */
  private static final double UNEVEN = 1.1;

  /** Ranges of centroids, 4 MB at most each, that the driver fetches in one job. */
  private static final int RANGES_AT_A_TIME = 8;

  private final JavaSparkContext spark;
  private final Metric metric;
  private final Device device;
  private final JavaRDD<Block> blocks;
  private final BalancedTasks balance;
  private final Facts facts;
  private final SumSteps steps;

  /**
   * What is known of the rows of a partition, or of all.
   *
   * @param greatest coordinate in magnitude
   */
  private record Facts(int partition, long rows, int dim, float greatest) implements Serializable {

    static Facts of(int partition, Iterator<Block> blocks) {
      long rows = 0;
      int dim = 0;
      float greatest = 0;
      while (blocks.hasNext()) {
        Block block = blocks.next();
        requireOne(dim == 0 ? block.dim() : dim, block.dim());
        rows += block.size();
        dim = block.dim();
        for (float value : block.rows()) {
          greatest = Math.max(greatest, Math.abs(value));
        }
      }
      return new Facts(partition, rows, dim, greatest);
    }

    Facts and(Facts other) {
      if (rows == 0 || other.rows == 0) {
        return rows == 0 ? other : this;
      }
      requireOne(dim, other.dim);
      return new Facts(-1, rows + other.rows, dim, Math.max(greatest, other.greatest));
    }

    private static void requireOne(int dim, int other) {
      if (other != dim) {
        throw new IllegalArgumentException(
            "vectors must have one length, got " + dim + " and " + other);
      }
    }
  }

  /**
   * Packs the rows, and counts them in one job; in two and a shuffle where the partitions can't be
   * grouped to tasks of like size.
   *
   * @param clusters that rows are compared with
   * @param device of the tasks that compare rows with centroids
   * @throws IllegalArgumentException when there is no row
   */
  public SparkRows(Dataset<HashedVector> rows, Metric metric, int clusters, Device device) {
    this.spark = JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    this.metric = metric;
    this.device = device;
    StorageLevel stored =
        clusters < FROM_DISK ? StorageLevel.MEMORY_AND_DISK() : StorageLevel.DISK_ONLY();
    JavaRDD<Block> packed = pack(rows, stored);
    List<Facts> found = facts(packed);
    int tasks = tasks(found);
    if (tasks > 1 && balance(found).imbalance(tasks) > UNEVEN) {
      packed.unpersist(false);
      packed = pack(rows.repartition(4 * tasks, functions.col("hash")), stored);
      found = facts(packed);
    }
    this.blocks = packed;
    this.balance = balance(found);
    this.facts = found.stream().reduce(Facts::and).orElseThrow();
    if (facts.rows() == 0) {
      close();
      throw new IllegalArgumentException(
          "the fitting sample is empty; raise fit_rows_per_centroid or fit_fraction");
    }
    this.steps =
        metric == Metric.COSINE ? SumSteps.UNIT : SumSteps.euclidean(facts.greatest(), facts.dim());
  }

  private static JavaRDD<Block> pack(Dataset<HashedVector> rows, StorageLevel stored) {
    return rows.javaRDD().mapPartitions(Block::pack).persist(stored);
  }

  private static List<Facts> facts(JavaRDD<Block> packed) {
    List<Facts> facts = new ArrayList<>();
    facts.add(new Facts(-1, 0, 0, 0));
    facts.addAll(
        packed
            .mapPartitionsWithIndex(
                (partition, own) -> List.of(Facts.of(partition, own)).iterator(), true)
            .collect());
    return facts;
  }

  private static BalancedTasks balance(List<Facts> facts) {
    long[] rows = new long[facts.size() - 1];
    facts.stream().filter(f -> f.partition() >= 0).forEach(f -> rows[f.partition()] = f.rows());
    return new BalancedTasks(rows);
  }

  private int tasks(List<Facts> facts) {
    long rows = facts.stream().mapToLong(Facts::rows).sum();
    return (int) Math.max(1, Math.min(spark.defaultParallelism(), rows / TASK_ROWS));
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
    int wanted = (int) Math.min(most, Math.max(1, facts.rows() / TASK_ROWS));
    if (blocks.getNumPartitions() <= wanted) {
      return blocks;
    }
    return blocks.rdd().coalesce(wanted, false, Option.apply(balance), null).toJavaRDD();
  }

  private JavaRDD<Block> tasks() {
    return tasks(spark.defaultParallelism());
  }

  private <T> T at(float[] centroids, Function<ShippedCentroids, T> pass) {
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
    JavaRDD<Block> tasks = pass.inRanges() ? tasks(Integer.MAX_VALUE) : tasks();
    return at(
        centroids,
        shipped -> {
          Iterator<ReducedRange> reduced =
              pass.small(tasks)
                  ? List.of(pass.gathered(tasks, shipped)).iterator()
                  : someAtATime(pass.run(tasks, shipped));
          return Update.of(reduced, centroids, dim(), steps);
        });
  }

  /**
   * The ranges in batches, a job for each: the first one makes the sums, the others find them done.
   * So the driver holds some ranges beside the old and the new centroids, not all.
   */
  private Iterator<ReducedRange> someAtATime(JavaRDD<ReducedRange> reduced) {
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
  public List<FarRow> furthest(float[] centroids, int count) {
    List<FarRow> all =
        at(
            centroids,
            shipped ->
                tasks()
                    .mapPartitions(
                        packed ->
                            BlockPasses.furthest(packed, shipped.assigner(), count).iterator())
                    .collect());
    return FarRow.first(all, count);
  }

  @Override
  public List<WeightedRow> behind(List<FarRow> far) {
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
