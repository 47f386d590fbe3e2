package dev.winnow.transforms.kernel.simd;

import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.MatrixProduct;
import dev.winnow.transforms.kernel.NearestCentroid;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Kernel on the JDK's vectors, as wide as those of the machine. */
public final class SimdKernel implements DenseKernel {

  /**
   * The only shape of float vectors in this package. A second shape, even in this class, would
   * spoil the type profile of the vectors' methods, and C2 would then call a method for each store
   * of {@link SimdTiles}.
   */
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

  @Override
  public String name() {
    return "the JDK's vectors, " + lanes() + " floats at a time";
  }

  @Override
  public int lanes() {
    return FloatVector.SPECIES_PREFERRED.length();
  }

  @Override
  public NearestCentroid nearest(float[] centroids, int dim, float[] bias) {
    return new SimdNearest(centroids, dim, bias);
  }

  @Override
  public MatrixProduct product(float[][] matrix, int first, int width) {
    return new SimdProduct(matrix, first, width);
  }

  @Override
  public void addTriangle(
      float[] dots, int at, float squaredLength, float[] squares, float[] sums) {
    SimdTriangle.add(dots, at, squaredLength, squares, sums);
  }

  @Override
  public void addFixedPoint(float[] rows, int start, int dim, long[] sums, int at, double anchor) {
    long zero = Double.doubleToRawLongBits(anchor);
    int lanes = DOUBLES.length();
    int j = 0;
    for (; j + 2 * lanes <= dim; j += 2 * lanes) {
      FloatVector both = FloatVector.fromArray(FLOATS, rows, start + j);
      add((DoubleVector) both.convert(VectorOperators.F2D, 0), sums, at + j, anchor, zero);
      add((DoubleVector) both.convert(VectorOperators.F2D, 1), sums, at + j + lanes, anchor, zero);
    }
    for (; j < dim; j++) {
      sums[at + j] += Double.doubleToRawLongBits(rows[start + j] + anchor) - zero;
    }
  }

  @Override
  public double measurePeak() {
    return SimdPeak.measure();
  }

  private static void add(DoubleVector values, long[] sums, int at, double anchor, long zero) {
    LongVector fixed = values.add(anchor).reinterpretAsLongs().sub(zero);
    LongVector.fromArray(LONGS, sums, at).add(fixed).intoArray(sums, at);
  }
}
