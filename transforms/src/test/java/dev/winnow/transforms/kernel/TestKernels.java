package dev.winnow.transforms.kernel;

import java.util.List;
import java.util.SplittableRandom;

/** What tests of other packages hold results to. */
public final class TestKernels {

  /** The kernels of the CPU, which give the same bits. */
  static final List<DenseKernel> BOTH =
      List.of(Kernels.choose("plain", ""), Kernels.choose("simd", ""));

  /** Numbers in [-0.5, 0.5) that the seed makes. */
  static float[] floats(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return values;
  }

  /** The kernel in plain Java, whatever this JVM would pick. */
  public static DenseKernel plain() {
    return new PlainKernel();
  }

  /** What each centroid's score starts from; null for nothing. */
  public static float[] bias(Metric metric, float[] centroids, int dim) {
    return metric.bias(centroids, dim);
  }

  private TestKernels() {}
}
