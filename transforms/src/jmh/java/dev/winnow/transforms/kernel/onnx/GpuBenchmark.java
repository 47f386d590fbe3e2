package dev.winnow.transforms.kernel.onnx;

import ai.onnxruntime.OrtException;
import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Times the nearest of k centroids on a GPU, for rows sent from the host and for rows that stay on
 * the device. It prints a line for each after checking that some rows have the results of the CPU's
 * kernel.
 */
public final class GpuBenchmark {

  private static final int CHECKED = 1000;

  /** Products of a line: a round takes seconds on a large GPU, and the rows fit the heap. */
  private static final double WORK = 2e13;

  private final GpuOptions options;
  private final OnnxDevice device;
  private final DenseKernel kernel;
  private final double peak;

  private GpuBenchmark(GpuOptions options) throws OrtException {
    this.options = options;
    boolean gpu = options.device().equals("gpu");
    int threads = Runtime.getRuntime().availableProcessors();
    this.device = gpu ? OnnxDevice.gpu(0) : new OnnxDevice(OnnxDevice.Provider.CPU, 0, threads);
    // The public constructor reports missing libraries.
    this.kernel =
        gpu
            ? new OnnxKernel(0, Kernels.cpu())
            : new OnnxKernel(device, Kernels.cpu(), new Chunks(Chunks.SCORES, Chunks.ROWS), 1, 0);
    this.peak =
        options.peak() > 0 ? options.peak() * 1e3 : MatrixPeak.gigaflops(device, options.size());
  }

  public static void main(String[] args) throws OrtException {
    GpuOptions options = GpuOptions.of(args);
    System.out.println("GpuBenchmark " + String.join(" ", args));
    System.out.println(card());
    GpuBenchmark benchmark = new GpuBenchmark(options);
    System.out.printf(
        Locale.ROOT,
        "%s; all other work runs on %s; peak %.0f GFLOP/s, %s%n%n",
        benchmark.kernel.name(),
        Kernels.cpu().name(),
        benchmark.peak,
        options.peak() > 0
            ? "given by --peak"
            : "products of " + options.size() + " x " + options.size());
    System.out.println(
        "| path | k | d | rows per second, best | median | GFLOP/s, best | share of peak"
            + " | left to the CPU |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (int dim : options.dim()) {
      for (int k : options.k()) {
        benchmark.run(k, dim);
      }
    }
  }

  private static String card() {
    try {
      Process smi =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=name,driver_version,memory.total",
                  "--format=csv,noheader")
              .redirectErrorStream(true)
              .start();
      return new String(smi.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "no card: nvidia-smi is not installed";
    }
  }

  private void run(int k, int dim) throws OrtException {
    int n = (int) Math.max(CHECKED, Math.min(options.rows(), WORK / k / dim));
    float[] centroids = units(k, dim, 1);
    float[] rows = units(n, dim, 2);
    int[] clusters = new int[n];
    float[] scores = new float[n];
    streamed(centroids, rows, dim, clusters, scores);
    resident(centroids, rows, dim, clusters, scores);
  }

  private void streamed(float[] centroids, float[] rows, int dim, int[] clusters, float[] scores) {
    int n = rows.length / dim;
    try (NearestCentroid nearest = kernel.nearest(centroids, dim, null)) {
      int batch = nearest.batch();
      double[] seconds = new double[options.rounds() + 1];
      for (int round = 0; round < seconds.length; round++) {
        long start = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        inThreads(
            () -> {
              int[] taskClusters = new int[batch];
              float[] taskScores = new float[batch];
              for (int from = next.getAndAdd(batch); from < n; from = next.getAndAdd(batch)) {
                int size = Math.min(batch, n - from);
                nearest.assign(rows, from, size, taskClusters, taskScores);
                System.arraycopy(taskClusters, 0, clusters, from, size);
                System.arraycopy(taskScores, 0, scores, from, size);
              }
            });
        seconds[round] = (System.nanoTime() - start) / 1e9;
      }
      check(centroids, rows, dim, clusters, scores, n);
      long left =
          nearest instanceof OnnxNearest onnx ? onnx.rowsOnCpu() : (long) n * seconds.length;
      print("sent", n, centroids.length / dim, dim, seconds, (double) left / n / seconds.length);
    }
  }

  private void resident(float[] centroids, float[] rows, int dim, int[] clusters, float[] scores)
      throws OrtException {
    NearestGraph graph = new NearestGraph(centroids.length / dim, dim);
    ExactWinners exact =
        new ExactWinners(centroids, dim, null, ErrorBound.of(centroids, dim, null)::margin);
    int most = new Chunks(Chunks.SCORES, Integer.MAX_VALUE / 4).rows(graph);
    AtomicLong left = new AtomicLong();
    double[] onDevice = new double[options.rounds() + 1];
    double[] seconds = new double[onDevice.length];
    Arrays.fill(clusters, -1);
    try (ResidentRows held = new ResidentRows(device, graph, rows, most)) {
      int block = held.block();
      double[] lengths = exact.lengths(rows, 0, held.rows());
      for (int round = 0; round < seconds.length; round++) {
        long start = System.nanoTime();
        List<FoundScores> found = held.pass(centroids, null);
        onDevice[round] = (System.nanoTime() - start) / 1e9;
        AtomicInteger next = new AtomicInteger();
        inThreads(
            () -> {
              for (int b = next.getAndIncrement(); b < found.size(); b = next.getAndIncrement()) {
                double[] blockLengths = Arrays.copyOfRange(lengths, b * block, (b + 1) * block);
                int[] open =
                    exact.resolve(
                        found.get(b),
                        rows,
                        b * block,
                        blockLengths,
                        block,
                        b * block,
                        clusters,
                        scores);
                left.addAndGet(open.length);
              }
            });
        seconds[round] = (System.nanoTime() - start) / 1e9;
      }
      check(centroids, rows, dim, clusters, scores, held.rows());
      double share = (double) left.get() / held.rows() / seconds.length;
      int k = centroids.length / dim;
      print("on the device, with exact winners", held.rows(), k, dim, seconds, share);
      print("on the device, search alone", held.rows(), k, dim, onDevice, share);
    }
  }

  private void inThreads(Runnable task) {
    List<Thread> threads =
        IntStream.range(0, options.threads()).mapToObj(i -> new Thread(task)).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while threads ran", e);
      }
    }
  }

  /** Compares rows with a cluster, spread over all rows, with the CPU's kernel. */
  private static void check(
      float[] centroids, float[] rows, int dim, int[] clusters, float[] scores, int n) {
    int[] sample =
        IntStream.range(0, Math.min(n, CHECKED))
            .map(i -> (int) ((long) i * n / Math.min(n, CHECKED)))
            .filter(i -> clusters[i] >= 0)
            .toArray();
    float[] gathered = new float[sample.length * dim];
    for (int i = 0; i < sample.length; i++) {
      System.arraycopy(rows, sample[i] * dim, gathered, i * dim, dim);
    }
    int[] expected = new int[sample.length];
    float[] expectedScores = new float[sample.length];
    Kernels.cpu()
        .nearest(centroids, dim, null)
        .assign(gathered, 0, sample.length, expected, expectedScores);
    for (int i = 0; i < sample.length; i++) {
      int row = sample[i];
      if (clusters[row] != expected[i]
          || Float.floatToRawIntBits(scores[row]) != Float.floatToRawIntBits(expectedScores[i])) {
        throw new IllegalStateException(
            "row "
                + row
                + " must go to centroid "
                + expected[i]
                + " with score "
                + expectedScores[i]
                + ", got "
                + clusters[row]
                + " with "
                + scores[row]);
      }
    }
  }

  /** Prints the best and the median round; the first round is not counted. */
  private void print(String path, int n, int k, int dim, double[] seconds, double left) {
    double[] sorted = Arrays.copyOfRange(seconds, 1, seconds.length);
    Arrays.sort(sorted);
    double best = n / sorted[0];
    double gigaflops = 2.0 * best * k * dim / 1e9;
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %.0f | %.0f | %.1f | %.0f%% | %.4f%% |%n",
        path,
        k,
        dim,
        best,
        n / sorted[sorted.length / 2],
        gigaflops,
        100 * gigaflops / peak,
        100 * left);
  }

  private static float[] units(int n, int dim, long seed) {
    float[] values = new float[n * dim];
    IntStream.range(0, n)
        .parallel()
        .forEach(
            i -> {
              SplittableRandom random = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (i + 1));
              for (int j = 0; j < dim; j++) {
                values[i * dim + j] = (float) random.nextGaussian();
              }
              double length = ErrorBound.length(values, i * dim, dim);
              for (int j = 0; j < dim; j++) {
                values[i * dim + j] /= (float) length;
              }
            });
    return values;
  }
}
