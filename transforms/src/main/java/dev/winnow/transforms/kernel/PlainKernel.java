package dev.winnow.transforms.kernel;

/**
 * Kernel in plain Java: loops over whole small arrays, which the JIT compiler turns into vector
 * instructions.
 */
final class PlainKernel implements DenseKernel {

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
  public MatrixProduct product(float[][] matrix, int first, int width) {
    return new PlainProduct(matrix, first, width);
  }

  @Override
  public void addTriangle(
      float[] dots, int at, float squaredLength, float[] squares, float[] sums) {
    Triangle.add(dots, at, squaredLength, squares, sums);
  }

  @Override
  public void addFixedPoint(float[] rows, int start, int dim, long[] sums, int at, double anchor) {
    long zero = Double.doubleToRawLongBits(anchor);
    for (int j = 0; j < dim; j++) {
      sums[at + j] += Double.doubleToRawLongBits(rows[start + j] + anchor) - zero;
    }
  }

  @Override
  public double measurePeak() {
    return Double.NaN;
  }
}
