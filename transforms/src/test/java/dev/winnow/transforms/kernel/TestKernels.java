package dev.winnow.transforms.kernel;

/** What tests of other packages hold results to. */
public final class TestKernels {

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
