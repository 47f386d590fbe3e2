package dev.winnow.transforms.dedup.semantic;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import dev.winnow.transforms.cluster.Machine;
import dev.winnow.transforms.dedup.Rule;
import dev.winnow.transforms.dedup.WhichToKeep;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Times the removal of semantic duplicates on Spark, and the bare kernel, which runs in as many
 * threads just before and after. The dropped rows are counted and must be the planted copies.
 */
public final class DedupBenchmark {

  static final String USAGE =
      "[--rows 200000] [--clusters 1] [--dim 384] [--rule REFERENCE] [--epsilon 0.05]"
          + " [--master local[2]] [--kernel-rows 10000] [--prepare no] --data DIR";

  private static final double KERNEL_SECONDS = 4;

  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    Map<String, String> given = given(args);
    ClusteredCopies data =
        new ClusteredCopies(
            Integer.parseInt(given.getOrDefault("--rows", "200000")),
            Integer.parseInt(given.getOrDefault("--clusters", "1")),
            Integer.parseInt(given.getOrDefault("--dim", "384")));
    Path folder = Path.of(given.get("--data"));
    try (SparkSession spark = session(given.getOrDefault("--master", "local[2]"), folder)) {
      Dataset<Row> rows = data.load(spark, folder);
      if (given.getOrDefault("--prepare", "no").equals("yes")) {
        return;
      }
      System.out.println("DedupBenchmark " + String.join(" ", args));
      System.out.println(Machine.line());
      int threads = spark.sparkContext().defaultParallelism();
      System.out.println(
          "Spark " + spark.version() + ", " + threads + " threads, " + Kernels.chosen().name());
      int kernelRows = Integer.parseInt(given.getOrDefault("--kernel-rows", "10000"));
      double before = kernel(threads, kernelRows, data.dim());
      double seconds = time(given, data, rows);
      double after = kernel(threads, kernelRows, data.dim());
      print(data, rows, seconds, before, after);
    }
  }

  private static Map<String, String> given(String[] args) {
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!USAGE.contains(args[i] + " ") || i + 1 == args.length) {
        throw new IllegalArgumentException("usage: " + USAGE + ", got " + args[i]);
      }
      given.put(args[i], args[i + 1]);
    }
    if (!given.containsKey("--data")) {
      throw new IllegalArgumentException("usage: " + USAGE + ", got no --data");
    }
    return given;
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
            .config("spark.local.dir", folder.resolve("local").toString())
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  private static double time(Map<String, String> given, ClusteredCopies data, Dataset<Row> rows) {
    SemanticOptions options =
        new SemanticOptions(
            Double.parseDouble(given.getOrDefault("--epsilon", "0.05")),
            Rule.valueOf(given.getOrDefault("--rule", "REFERENCE")),
            WhichToKeep.HARD,
            1,
            0);
    long start = System.nanoTime();
    try (SemanticDuplicates duplicates = new SemanticDuplicates(options, rows)) {
      long dropped = duplicates.duplicates().javaRDD().count();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (dropped != data.copies()) {
        throw new IllegalStateException(
            "dropped rows must be the copies, got " + dropped + " and not " + data.copies());
      }
      return seconds;
    }
  }

  /** Returns GFLOP/s of the kernel alone in all threads, on half of all products of some rows. */
  private static double kernel(int threads, int rows, int dim)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Double>> rates = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        rates.add(pool.submit(() -> kernel(rows, dim)));
      }
      double total = 0;
      for (Future<Double> rate : rates) {
        total += rate.get();
      }
      return total;
    } finally {
      pool.shutdown();
    }
  }

  private static double kernel(int rows, int dim) {
    SplittableRandom random = new SplittableRandom(1);
    float[] vectors = new float[rows * dim];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) (random.nextDouble() - 0.5);
    }
    int[] earlier = new int[rows];
    float[] products = new float[rows];
    try (NearestCentroid kernel = NearestCentroid.of(vectors, dim)) {
      kernel.assignToEarlier(vectors, 0, rows, 0, earlier, products);
      long start = System.nanoTime();
      int runs = 0;
      do {
        kernel.assignToEarlier(vectors, 0, rows, 0, earlier, products);
        runs++;
      } while (System.nanoTime() - start < KERNEL_SECONDS * 1e9);
      return (double) rows * rows * dim * runs / (System.nanoTime() - start);
    }
  }

  private static void print(
      ClusteredCopies data, Dataset<Row> rows, double seconds, double before, double after)
      throws IOException {
    Row sizes =
        rows.groupBy("cluster_id")
            .agg(count(lit(1)).as("n"))
            .agg(sum(col("n").cast("double").multiply(col("n"))), max("n"))
            .first();
    double rate = sizes.getDouble(0) * data.dim() / seconds / 1e9;
    System.out.println(
        "| rows | clusters | rows of the largest | seconds | GFLOP/s | kernel GFLOP/s before"
            + " | kernel GFLOP/s after | share of the kernel's rate | peak resident MiB |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    System.out.printf(
        Locale.ROOT,
        "| %,d | %,d | %,d | %.1f | %.1f | %.1f | %.1f | %.0f%% | %d |%n",
        data.rows(),
        data.clusters(),
        sizes.getLong(1),
        seconds,
        rate,
        before,
        after,
        200 * rate / (before + after),
        peakMebibytes());
  }

  /** Returns the peak memory of the process; 0 if the system does not report it. */
  private static long peakMebibytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    return !Files.exists(status)
        ? 0
        : Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
            .findFirst()
            .orElse(0);
  }

  private DedupBenchmark() {}
}
