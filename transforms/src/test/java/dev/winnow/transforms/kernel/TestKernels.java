package dev.winnow.transforms.kernel;

import java.util.List;
import java.util.SplittableRandom;

/** Kernels with which tests compare results. */
public final class TestKernels {

  /** Both kernels of the CPU, which give the same bits. */
  static final List<DenseKernel> BOTH =
      List.of(Kernels.choose("plain", ""), Kernels.choose("simd", ""));

  /** Returns random numbers in [-0.5, 0.5). */
  static float[] floats(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return values;
  }

  /** Returns the kernel in plain Java, whatever kernel this JVM would choose. */
  public static DenseKernel plain() {
    return new PlainKernel();
  }

  /** Returns the value from which the score of each centroid starts; null for zeros. */
  public static float[] bias(Metric metric, float[] centroids, int dim) {
    return metric.bias(centroids, dim);
  }

  private TestKernels() {}
}
