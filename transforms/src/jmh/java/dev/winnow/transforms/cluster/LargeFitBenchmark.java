package dev.winnow.transforms.cluster;

import com.sun.management.OperatingSystemMXBean;
import dev.winnow.transforms.kernel.Metric;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs one large fit and prints the cost of each iteration and the peak memory of the driver and
 * the executors on this machine. The data set stays in its folder.
 */
public final class LargeFitBenchmark {

  private static final long SEED = 1;

  /**
   * Runs the fit.
   *
   * @param args rows, dimensions, clusters, iterations, seeding (random or k-means++), master,
   *     folder
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 7) {
      throw new IllegalArgumentException(
          "usage: ROWS DIM K ITERATIONS random|k-means++ MASTER FOLDER");
    }
    long rows = Long.parseLong(args[0]);
    int dim = Integer.parseInt(args[1]);
    KMeansOptions options =
        new KMeansOptions(
            Integer.parseInt(args[2]),
            Metric.COSINE,
            Integer.parseInt(args[3]),
            0,
            args[4].equals("random")
                ? KMeansOptions.Init.RANDOM
                : KMeansOptions.Init.K_MEANS_PLUS_PLUS,
            KMeansOptions.INIT_STEPS,
            SEED,
            0,
            null);
    System.out.println("LargeFitBenchmark " + String.join(" ", args));
    System.out.println(Machine.line());
    SparkSession spark =
        SparkSession.builder()
            .master(args[5])
            .appName("winnow-benchmark")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "8")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    try {
      Dataset<Row> embeddings =
          new SphereMixture(Math.toIntExact(rows), dim).load(spark, Path.of(args[6]));
      double[] before = {cpuSeconds()};
      KMeansFit fit =
          new DistributedKMeans(
                  options,
                  line -> {
                    double now = cpuSeconds();
                    System.out.printf(
                        Locale.ROOT,
                        "%s; %.2f us of CPU a row in this process%n",
                        line,
                        (now - before[0]) * 1e6 / rows);
                    before[0] = now;
                  })
              .fit(embeddings, rows, IterationStore.NONE);
      for (KMeansFit.Iteration iteration : fit.iterations()) {
        System.out.printf(
            Locale.ROOT,
            "mean distance %.6f, %.1f s, %.0f GFLOP/s%n",
            iteration.inertia() / rows,
            iteration.seconds(),
            fit.gigaflops(iteration));
      }
      memory();
    } finally {
      spark.stop();
    }
  }

  private static double cpuSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  /** Returns the peak memory of this process and its children, as the system counts it. */
  private static void memory() throws IOException {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
            .toList();
    for (ProcessHandle process : all) {
      Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
      if (Files.isReadable(status)) {
        for (String line : Files.readAllLines(status)) {
          if (line.startsWith("VmHWM")) {
            System.out.println(
                (process.equals(ProcessHandle.current()) ? "driver: " : "executor: ")
                    + line.replaceAll("\\s+", " "));
          }
        }
      }
    }
  }

  private LargeFitBenchmark() {}
}
