package dev.winnow.transforms.kernel;

/** Plain Java: loops over whole small arrays, which the JIT compiler turns into vectors itself. */
final class PlainKernel implements DenseKernel {

  private static final long FIXED_POINT_BITS = Double.doubleToRawLongBits(TO_FIXED_POINT);

  @Override
  public String name() {
    return "plain Java";
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public NearestCentroid nearest(float[] centroids, int dim, float[] bias) {
    return new PlainNearest(centroids, dim, bias);
  }

  @Override
  public void addFixedPoint(float[] rows, int start, int dim, long[] sums, int at) {
    for (int j = 0; j < dim; j++) {
      sums[at + j] +=
          Double.doubleToRawLongBits(rows[start + j] + TO_FIXED_POINT) - FIXED_POINT_BITS;
    }
  }
}
