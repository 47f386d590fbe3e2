package dev.winnow.jobs.plan;

import dev.winnow.jobs.curate.RunPreview;
import dev.winnow.jobs.init.RowCount;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.DataSizes;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.transforms.cluster.KMeansOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Makes the estimate of a run. Reads listings, footers, and the first rows; runs a few small Spark
 * jobs and a benchmark of a few seconds; writes one temporary file, and nothing in the warehouse.
 */
public final class Planner {

  /** Length of vectors that only the transformer of a recipe knows. */
  private static final int UNKNOWN_DIM = 768;

  /** Bound of the overhead, for a machine that does hardly anything but other work. */
  private static final double MOST_OVERHEAD = 100;

  private final SparkSession spark;
  private final double startSeconds;

  /**
   * @param startSeconds seconds that Spark took to start; 0 if it was running
   */
  public Planner(SparkSession spark, double startSeconds) {
    this.spark = spark;
    this.startSeconds = startSeconds;
  }

  /**
   * Plans a run.
   *
   * @param runId given id; null for the hash of recipe and input
   * @param sampleFolder folder in which the sample corpus is made if the recipe's input is one
   */
  public RunPlan plan(LoadedRecipe loaded, String runId, String sampleFolder) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    Recipe recipe = loaded.recipe();
    RunPreview preview = RunPreview.of(spark, loaded, runId, sampleFolder);
    RowCount count = RowCount.of(conf, preview.input().format(), preview.files());
    double overhead = Math.min(MOST_OVERHEAD, Benchmark.contention());
    SampledRows sample = SampledRows.read(spark, preview.input(), preview.files());
    List<String> notes = new ArrayList<>();
    List<Benchmark.Contents> contents =
        recipe.embed().stream()
            .map(embed -> new Benchmark(conf, embed, sample).contents(recipe.seed()))
            .toList();
    int dim = contents.get(recipe.clusteredBy()).dim();
    if (dim == 0) {
      dim = UNKNOWN_DIM;
      notes.add("the length of the vectors is unknown; 768 is assumed, and embedding is not timed");
    }
    if (!count.exact()) {
      notes.add("the rows are estimated by the bytes of those in a few files");
    }
    Shape shape = shape(recipe, count, sample, dim);
    boolean local = spark.sparkContext().isLocal();
    Speeds speeds =
        new Speeds(
            contents.get(0).decode(),
            contents.stream().mapToDouble(Benchmark.Contents::encode).sum(),
            contents.stream().mapToDouble(Benchmark.Contents::fitOnce).sum(),
            contents.stream().mapToDouble(Benchmark.Contents::fit).sum(),
            Benchmark.kernel(shape.k(), dim),
            Benchmark.disk(Path.of(System.getProperty("java.io.tmpdir"))),
            overhead);
    History history = History.of(new TableStore(spark, preview.folder()).lookup());
    List<StageCost> costs =
        new CostModel(recipe, shape, speeds, history).costs(preview.stages(), preview.reused());
    if (!local) {
      notes.add("the benchmark ran on the driver; executors may be faster or slower");
    }
    boolean fitted =
        recipe.embed().stream()
            .anyMatch(
                embed ->
                    embed.encoder() == EncoderKind.PATCH_KMEANS
                        || embed.encoder() == EncoderKind.TFIDF_SVD);
    MemoryModel memory = MemoryModel.of(shape, fitted, local);
    long driverHeap = Runtime.getRuntime().maxMemory();
    long executorHeap =
        local
            ? driverHeap
            : spark.sparkContext().conf().getSizeAsBytes("spark.executor.memory", "1g");
    List<Stage> stages = RunPlan.toRun(preview);
    Map<String, Long> tables = Storage.of(recipe, shape, stages);
    return new RunPlan(
        recipe.name(),
        preview,
        count,
        new RunPlan.Figures(
            shape, speeds, costs, memory, DataSizes.shufflePartitions(count.bytes(), slots())),
        startSeconds,
        driverHeap,
        executorHeap,
        local,
        resident(memory, driverHeap),
        tables,
        fittingClusters(recipe, shape, fitted, local, driverHeap, executorHeap),
        notes);
  }

  private int slots() {
    return Math.max(1, spark.sparkContext().defaultParallelism());
  }

  private Shape shape(Recipe recipe, RowCount count, SampledRows sample, int dim) {
    KMeansOptions options = recipe.cluster().fitOptions(count.rows(), recipe.seed());
    long k =
        recipe.cluster().levels().isEmpty()
            ? Math.min(options.k(), Math.max(1, count.rows()))
            : recipe.cluster().levels().stream().mapToLong(i -> i).reduce(1, Math::multiplyExact);
    return new Shape(
        recipe.input().modality(),
        count.rows(),
        count.bytes(),
        sample.rowBytes(),
        dim,
        k,
        fitRows(options, count.rows()),
        options.iterations(),
        slots());
  }

  private static long fitRows(KMeansOptions options, long rows) {
    return Math.max(1, Math.round(options.share(rows) * rows));
  }

  /**
   * Returns the peak of the driver's resident memory: the needed heap, the garbage that a collector
   * leaves before it runs, and native memory.
   */
  private static long resident(MemoryModel memory, long heap) {
    // A parallel collector lets its young generation grow to a third of the heap.
    long garbage = heap / 3;
    long natives = 600L << 20;
    return Math.min(heap, memory.driver() + garbage) + natives;
  }

  /** Returns the largest k up to that of the recipe that fits; 0 if not even one cluster does. */
  private static long fittingClusters(
      Recipe recipe,
      Shape shape,
      boolean fitted,
      boolean local,
      long driverHeap,
      long executorHeap) {
    long low = 0;
    long high = shape.k();
    while (low < high) {
      long k = high - (high - low) / 2;
      long fitRows =
          recipe.cluster().fitFraction() == null && recipe.cluster().fitRowsPerCentroid() > 0
              ? Math.min(shape.rows(), recipe.cluster().fitRowsPerCentroid() * k)
              : shape.fitRows();
      MemoryModel memory = MemoryModel.of(shape.withClusters(k, fitRows), fitted, local);
      if (memory.driver() <= driverHeap * RunPlan.MOST_HEAP
          && memory.executor() <= executorHeap * RunPlan.MOST_HEAP) {
        low = k;
      } else {
        high = k - 1;
      }
    }
    return low;
  }
}
