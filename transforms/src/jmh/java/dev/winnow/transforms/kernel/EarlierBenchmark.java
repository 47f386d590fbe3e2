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

/** Times the greatest similarity of each row of a cluster to earlier rows, in one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class EarlierBenchmark {

  @Param({"simd", "plain"})
  public String kernel;

  /** Number of rows of the cluster. */
  @Param({"1000", "10000"})
  public int n;

  @Param("384")
  public int dim;

  private float[] rows;
  private DenseKernel dense;
  private NearestCentroid packed;
  private int[] earlier;
  private float[] scores;

  /** Number of operations of a call: half of all pairs; a multiply-add counts as two. */
  static double flops(int n, int dim) {
    return (double) n * n * dim;
  }

  @Setup
  public void prepare() {
    rows = Floats.unitRows(n, dim, 3);
    dense = Kernels.choose(kernel, "");
    packed = dense.nearest(rows, dim, null);
    earlier = new int[n];
    scores = new float[n];
    packed.assignToEarlier(rows, 0, n, 0, earlier, scores);
    for (int i = 0; i < Floats.CHECKED; i++) {
      int row = i * (n - 1) / (Floats.CHECKED - 1);
      Floats.check(rows, row, rows, dim, row, earlier[row], scores[row]);
    }
  }

  /** Times the products alone. */
  @Benchmark
  public int[] earlier() {
    packed.assignToEarlier(rows, 0, n, 0, earlier, scores);
    return earlier;
  }

  /** Times a whole cluster: packing its rows for the kernel, and the products. */
  @Benchmark
  public int[] packedEarlier() {
    dense.nearest(rows, dim, null).assignToEarlier(rows, 0, n, 0, earlier, scores);
    return earlier;
  }
}
