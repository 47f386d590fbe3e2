package dev.winnow.transforms.kernel;

import java.util.SplittableRandom;
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

/** Times adding rows to the exact sums of their clusters, in one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class FixedPointBenchmark {

  /** Number of rows of a call. */
  static final int ROWS = 20_000;

  @Param({"simd", "plain"})
  public String kernel;

  @Param("1000")
  public int k;

  @Param("384")
  public int dim;

  private DenseKernel dense;
  private float[] rows;
  private int[] clusters;
  private long[] sums;

  @Setup
  public void prepare() {
    dense = Kernels.choose(kernel, "");
    rows = Floats.unitRows(ROWS, dim, 4);
    clusters = new SplittableRandom(5).ints(ROWS, 0, k).toArray();
    sums = new long[Math.multiplyExact(k, dim)];
    add();
    for (int i = 0; i < Floats.CHECKED; i++) {
      check(clusters[i]);
    }
  }

  private void check(int cluster) {
    for (int j = 0; j < dim; j++) {
      long expected = 0;
      for (int row = 0; row < ROWS; row++) {
        if (clusters[row] == cluster) {
          expected += (long) Math.rint(rows[row * dim + j] * 0x1p36);
        }
      }
      if (sums[cluster * dim + j] != expected) {
        throw new IllegalStateException(
            "sum %d of cluster %d must be %d, got %d"
                .formatted(j, cluster, expected, sums[cluster * dim + j]));
      }
    }
  }

  /** Times the sums. They grow from call to call; an overflow takes no more time. */
  @Benchmark
  public long[] add() {
    for (int row = 0; row < ROWS; row++) {
      dense.addFixedPoint(rows, row * dim, dim, sums, clusters[row] * dim, SumSteps.UNIT.anchor());
    }
    return sums;
  }
}
