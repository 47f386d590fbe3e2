package dev.winnow.transforms.kernel.simd;

import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.NearestCentroid;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The JDK's vectors, as wide as the machine has them. */
public final class SimdKernel implements DenseKernel {

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

  /** As many floats as a vector holds doubles. */
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));

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
  public void addFixedPoint(float[] rows, int start, int dim, long[] sums, int at, double anchor) {
    long zero = Double.doubleToRawLongBits(anchor);
    int lanes = DOUBLES.length();
    int j = 0;
    for (; j + lanes <= dim; j += lanes) {
      LongVector fixed =
          ((DoubleVector)
                  FloatVector.fromArray(HALF, rows, start + j)
                      .convertShape(VectorOperators.F2D, DOUBLES, 0))
              .add(anchor)
              .reinterpretAsLongs()
              .sub(zero);
      LongVector.fromArray(LONGS, sums, at + j).add(fixed).intoArray(sums, at + j);
    }
    for (; j < dim; j++) {
      sums[at + j] += Double.doubleToRawLongBits(rows[start + j] + anchor) - zero;
    }
  }

  @Override
  public double measurePeak() {
    return SimdPeak.measure();
  }
}
