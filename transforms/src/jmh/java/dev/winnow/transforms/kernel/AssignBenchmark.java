package dev.winnow.transforms.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Times finding the nearest of k centroids for some thousand rows and adding up the rows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class AssignBenchmark {

  /** Approximate number of operations of a call; more would only take longer. */
  private static final double WORK = 2e10;

  @Param({"simd", "plain"})
  public String kernel;

  @Param("1000")
  public int k;

  @Param("384")
  public int dim;

  /** Number of rows of a piece of an iteration. */
  private static final int CHUNK = 1000;

  private int n;
  private float[] rows;
  private DenseKernel dense;
  private NearestCentroid nearest;
  private int[] clusters;
  private float[] scores;
  private long[] sums;

  /** Rows of a call, in whole chunks: 2,000 to 20,000, fewer where each takes longer. */
  static int rows(int k, int dim) {
    return (int) Math.max(2, Math.min(20, WORK / 2 / k / dim / 1000)) * 1000;
  }

  /** Number of operations of a call; a multiply-add counts as two. */
  static double flops(int k, int dim) {
    return 2.0 * rows(k, dim) * k * dim;
  }

  @Setup
  public void prepare() {
    n = rows(k, dim);
    rows = Floats.unitRows(n, dim, 1);
    float[] centroids = Floats.unitRows(k, dim, 2);
    dense = Kernels.choose(kernel, "");
    nearest = dense.nearest(centroids, dim, null);
    clusters = new int[n];
    scores = new float[n];
    sums = new long[Math.multiplyExact(k, dim)];
    // Runs both, since in a fit the compiler has seen both when it compiles either.
    assignAndSum();
    nearest.assign(rows, 0, n, clusters, scores);
    for (int i = 0; i < Floats.CHECKED; i++) {
      int row = i * (n - 1) / (Floats.CHECKED - 1);
      Floats.check(rows, row, centroids, dim, k, clusters[row], scores[row]);
    }
  }

  @Benchmark
  public int[] assign() {
    nearest.assign(rows, 0, n, clusters, scores);
    return clusters;
  }

  /** Times the search and the exact sums of the clusters: an iteration without new centroids. */
  @Benchmark
  public long[] assignAndSum() {
    for (int from = 0; from < n; from += CHUNK) {
      nearest.assign(rows, from, CHUNK, clusters, scores);
      for (int i = 0; i < CHUNK; i++) {
        dense.addFixedPoint(
            rows, (from + i) * dim, dim, sums, clusters[i] * dim, SumSteps.UNIT.anchor());
      }
    }
    return sums;
  }
}
