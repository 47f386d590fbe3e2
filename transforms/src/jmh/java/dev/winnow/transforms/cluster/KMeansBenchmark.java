package dev.winnow.transforms.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import dev.winnow.transforms.kernel.FmaPeak;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.SumSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Times an iteration of k-means on one data set, in one process and in turns: Winnow's loop in one
 * thread, Winnow on Spark, and MLlib in the same Spark session. The results are checked first.
 */
public final class KMeansBenchmark {

  private static final String RAW = "our loop, one thread, no Spark";
  private static final String OURS = "ours on Spark";
  private static final long SEED = 7;

  /** Allowed share of difference in inertia, since MLlib starts from other random rows. */
  private static final double INERTIA = 0.05;

  private final BenchmarkOptions options;
  private final Dataset<Row> embeddings;
  private final List<FitBlock> blocks;

  private KMeansBenchmark(BenchmarkOptions options, Dataset<Row> embeddings) {
    this.options = options;
    this.embeddings = embeddings;
    this.blocks = blocks(embeddings);
  }

  public static void main(String[] args) throws IOException {
    BenchmarkOptions options = BenchmarkOptions.of(args);
    Path folder = options.data() == null ? Files.createTempDirectory("kmeans") : options.data();
    try (SparkSession spark = session(options.master(), folder)) {
      System.out.println("KMeansBenchmark " + String.join(" ", args));
      System.out.println(Machine.line());
      System.out.println(
          "Spark " + spark.version() + ", " + options.master() + ", " + Kernels.chosen().name());
      Dataset<Row> embeddings =
          new SphereMixture(options.rows(), options.dim()).load(spark, folder);
      new KMeansBenchmark(options, embeddings).run();
    } finally {
      if (options.data() == null) {
        delete(folder);
      }
    }
  }

  private static SparkSession session(String master, Path folder) {
    SparkSession spark =
        SparkSession.builder()
            .master(master)
            .appName("winnow-benchmark")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  /** Returns the rows in this thread's memory, with the hashes that they have on Spark. */
  private static List<FitBlock> blocks(Dataset<Row> embeddings) {
    Iterator<HashedVector> rows =
        embeddings
            .select(xxhash64(col("id"), lit(SEED)).as("hash"), col("embedding").as("vector"))
            .as(Encoders.bean(HashedVector.class))
            .toLocalIterator();
    List<FitBlock> blocks = new ArrayList<>();
    FitBlock.pack(rows).forEachRemaining(blocks::add);
    return blocks;
  }

  private void run() {
    List<MlKMeans> rivals = new ArrayList<>();
    for (MlKMeans rival : options.rivals()) {
      if (rival.available()) {
        rivals.add(rival);
      } else {
        System.out.println(rival.name() + ": not on this machine, left out");
      }
    }
    FmaPeak.gigaflops(3);
    for (int k : options.ks()) {
      float[] seeds = new Seeding(options(k)).centroids(local());
      System.out.printf(
          Locale.ROOT,
          "%nk = %,d, n = %,d, d = %d; iterations %d, rounds %d%n",
          k,
          options.rows(),
          options.dim(),
          options.iterations(),
          options.rounds());
      check(k, seeds, rivals);
      time(k, seeds, rivals).print(OURS);
    }
  }

  private KMeansOptions options(int k) {
    return new KMeansOptions(
        k, Metric.COSINE, options.iterations(), 0, KMeansOptions.Init.RANDOM, 1, SEED, 0, null);
  }

  private LocalRows local() {
    return new LocalRows(blocks, Metric.COSINE, SumSteps.UNIT);
  }

  private KMeansFit loop(int k, IterationStore store) {
    return new Lloyd(options(k), line -> {}).fit(local(), store);
  }

  /** Runs the loop in as many threads as the session has. */
  private KMeansFit threads(int k, IterationStore store) {
    try (ThreadedRows rows = new ThreadedRows(blocks, cores())) {
      return new Lloyd(options(k), line -> {}).fit(rows, store);
    }
  }

  private int cores() {
    return embeddings.sparkSession().sparkContext().defaultParallelism();
  }

  private KMeansFit onSpark(int k, IterationStore store) {
    return new DistributedKMeans(options(k), line -> {}).fit(embeddings, options.rows(), store);
  }

  /** Compares the results of all, and runs each until it is compiled. */
  private void check(int k, float[] seeds, List<MlKMeans> rivals) {
    AnswerChecks.inDouble(blocks, seeds);
    KMeansFit loop = warm(() -> loop(k, new Timings(seeds, options.dim())));
    AnswerChecks.same(loop, warm(() -> onSpark(k, new Timings(seeds, options.dim()))));
    AnswerChecks.same(loop, warm(() -> threads(k, new Timings(seeds, options.dim()))));
    double ours = local().tally(loop.centroids()).inertia();
    System.out.printf(Locale.ROOT, "mean distance: ours %.5f", ours / options.rows());
    for (MlKMeans rival : rivals) {
      KMeansModel model = warm(() -> rival.fit(embeddings, k, options.iterations()));
      double theirs = local().tally(MlKMeans.centroids(model, options.dim())).inertia();
      System.out.printf(Locale.ROOT, ", %s %.5f", rival.name(), theirs / options.rows());
      AnswerChecks.requireNear("inertia of " + rival.name(), ours, theirs, INERTIA * ours);
    }
    System.out.println();
  }

  private <T> T warm(Supplier<T> fit) {
    double end = Cost.now().wall() + options.warmUp();
    T last = fit.get();
    while (Cost.now().wall() < end) {
      last = fit.get();
    }
    return last;
  }

  private Table time(int k, float[] seeds, List<MlKMeans> rivals) {
    Table table = new Table(2.0 * options.rows() * k * options.dim());
    for (int round = 0; round < options.rounds(); round++) {
      table.peak(FmaPeak.gigaflops(0.5));
      Timings loop = new Timings(seeds, options.dim());
      loop(k, loop);
      table.add(RAW, loop.ofIteration());
      Timings threads = new Timings(seeds, options.dim());
      threads(k, threads);
      table.add("our loop, " + cores() + " threads, no Spark", threads.ofIteration());
      Timings spark = new Timings(seeds, options.dim());
      onSpark(k, spark);
      table.add(OURS, spark.ofIteration());
      for (MlKMeans rival : rivals) {
        table.add(rival.name(), rival.ofIteration(embeddings, k, options.iterations()));
      }
    }
    return table;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
