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

  private static final long FIXED_POINT_BITS = Double.doubleToRawLongBits(TO_FIXED_POINT);

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
  public void addFixedPoint(float[] rows, int start, int dim, long[] sums, int at) {
    int lanes = DOUBLES.length();
    int j = 0;
    for (; j + lanes <= dim; j += lanes) {
      LongVector fixed =
          ((DoubleVector)
                  FloatVector.fromArray(HALF, rows, start + j)
                      .convertShape(VectorOperators.F2D, DOUBLES, 0))
              .add(TO_FIXED_POINT)
              .reinterpretAsLongs()
              .sub(FIXED_POINT_BITS);
      LongVector.fromArray(LONGS, sums, at + j).add(fixed).intoArray(sums, at + j);
    }
    for (; j < dim; j++) {
      sums[at + j] +=
          Double.doubleToRawLongBits(rows[start + j] + TO_FIXED_POINT) - FIXED_POINT_BITS;
    }
  }
}
