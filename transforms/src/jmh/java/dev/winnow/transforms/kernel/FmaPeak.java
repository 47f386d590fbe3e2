package dev.winnow.transforms.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Measures the peak rate of float fused multiply-adds in a thread of this machine, on the JDK's
 * vectors. The chains are independent of each other and stay in registers: nothing is read and
 * nothing is written.
 */
public final class FmaPeak {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /** Number of chains: twenty where there are 32 registers, ten where there may be 16. */
  private static final int CHAINS = FLOATS.vectorBitSize() > 256 ? 20 : 10;

  /** Number of steps of a method. */
  private static final int STEPS = 20_000;

  /** Number of methods in a call, which takes some milliseconds, like a call of the kernels. */
  private static final int TIMES = 50;

  /** Number of operations of a call of {@link #run}; a multiply-add counts as two. */
  public static final double FLOPS = 2.0 * CHAINS * FLOATS.length() * STEPS * TIMES;

  /**
   * Returns the best of many short calls, in GFLOP/s of the calling thread.
   *
   * @param seconds time to spend; at least two seconds the first time, most of which pass before
   *     the code is compiled
   */
  public static double gigaflops(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    double least = Double.POSITIVE_INFINITY;
    float kept = 0;
    for (long now = System.nanoTime(); now < end; ) {
      kept += run(kept == 1 ? 1 : 0);
      long after = System.nanoTime();
      least = Math.min(least, after - now);
      now = after;
    }
    if (Float.isNaN(kept)) {
      throw new IllegalStateException("the chains must stay finite, got NaN");
    }
    return FLOPS / least;
  }

  /**
   * Runs the chains. Products are added to sums, the only form for which C2 needs no further
   * register.
   *
   * @return sum of the chains, so that no compiler removes any
   */
  public static float run(float start) {
    float sum = 0;
    for (int i = 0; i < TIMES; i++) {
      sum += CHAINS == 20 ? twenty(start) : ten(start);
    }
    return sum;
  }

  private static float twenty(float start) {
    FloatVector left = FloatVector.broadcast(FLOATS, 0.5f);
    FloatVector right = FloatVector.broadcast(FLOATS, 0x1p-10f);
    FloatVector sum0 = FloatVector.broadcast(FLOATS, start + 0);
    FloatVector sum1 = FloatVector.broadcast(FLOATS, start + 1);
    FloatVector sum2 = FloatVector.broadcast(FLOATS, start + 2);
    FloatVector sum3 = FloatVector.broadcast(FLOATS, start + 3);
    FloatVector sum4 = FloatVector.broadcast(FLOATS, start + 4);
    FloatVector sum5 = FloatVector.broadcast(FLOATS, start + 5);
    FloatVector sum6 = FloatVector.broadcast(FLOATS, start + 6);
    FloatVector sum7 = FloatVector.broadcast(FLOATS, start + 7);
    FloatVector sum8 = FloatVector.broadcast(FLOATS, start + 8);
    FloatVector sum9 = FloatVector.broadcast(FLOATS, start + 9);
    FloatVector sum10 = FloatVector.broadcast(FLOATS, start + 10);
    FloatVector sum11 = FloatVector.broadcast(FLOATS, start + 11);
    FloatVector sum12 = FloatVector.broadcast(FLOATS, start + 12);
    FloatVector sum13 = FloatVector.broadcast(FLOATS, start + 13);
    FloatVector sum14 = FloatVector.broadcast(FLOATS, start + 14);
    FloatVector sum15 = FloatVector.broadcast(FLOATS, start + 15);
    FloatVector sum16 = FloatVector.broadcast(FLOATS, start + 16);
    FloatVector sum17 = FloatVector.broadcast(FLOATS, start + 17);
    FloatVector sum18 = FloatVector.broadcast(FLOATS, start + 18);
    FloatVector sum19 = FloatVector.broadcast(FLOATS, start + 19);
    for (int step = 0; step < STEPS; step++) {
      sum0 = left.fma(right, sum0);
      sum1 = left.fma(right, sum1);
      sum2 = left.fma(right, sum2);
      sum3 = left.fma(right, sum3);
      sum4 = left.fma(right, sum4);
      sum5 = left.fma(right, sum5);
      sum6 = left.fma(right, sum6);
      sum7 = left.fma(right, sum7);
      sum8 = left.fma(right, sum8);
      sum9 = left.fma(right, sum9);
      sum10 = left.fma(right, sum10);
      sum11 = left.fma(right, sum11);
      sum12 = left.fma(right, sum12);
      sum13 = left.fma(right, sum13);
      sum14 = left.fma(right, sum14);
      sum15 = left.fma(right, sum15);
      sum16 = left.fma(right, sum16);
      sum17 = left.fma(right, sum17);
      sum18 = left.fma(right, sum18);
      sum19 = left.fma(right, sum19);
    }
    return sum0.add(sum1)
        .add(sum2)
        .add(sum3)
        .add(sum4)
        .add(sum5)
        .add(sum6)
        .add(sum7)
        .add(sum8)
        .add(sum9)
        .add(sum10)
        .add(sum11)
        .add(sum12)
        .add(sum13)
        .add(sum14)
        .add(sum15)
        .add(sum16)
        .add(sum17)
        .add(sum18)
        .add(sum19)
        .reduceLanes(VectorOperators.ADD);
  }

  private static float ten(float start) {
    FloatVector left = FloatVector.broadcast(FLOATS, 0.5f);
    FloatVector right = FloatVector.broadcast(FLOATS, 0x1p-10f);
    FloatVector sum0 = FloatVector.broadcast(FLOATS, start + 0);
    FloatVector sum1 = FloatVector.broadcast(FLOATS, start + 1);
    FloatVector sum2 = FloatVector.broadcast(FLOATS, start + 2);
    FloatVector sum3 = FloatVector.broadcast(FLOATS, start + 3);
    FloatVector sum4 = FloatVector.broadcast(FLOATS, start + 4);
    FloatVector sum5 = FloatVector.broadcast(FLOATS, start + 5);
    FloatVector sum6 = FloatVector.broadcast(FLOATS, start + 6);
    FloatVector sum7 = FloatVector.broadcast(FLOATS, start + 7);
    FloatVector sum8 = FloatVector.broadcast(FLOATS, start + 8);
    FloatVector sum9 = FloatVector.broadcast(FLOATS, start + 9);
    for (int step = 0; step < STEPS; step++) {
      sum0 = left.fma(right, sum0);
      sum1 = left.fma(right, sum1);
      sum2 = left.fma(right, sum2);
      sum3 = left.fma(right, sum3);
      sum4 = left.fma(right, sum4);
      sum5 = left.fma(right, sum5);
      sum6 = left.fma(right, sum6);
      sum7 = left.fma(right, sum7);
      sum8 = left.fma(right, sum8);
      sum9 = left.fma(right, sum9);
    }
    return sum0.add(sum1)
        .add(sum2)
        .add(sum3)
        .add(sum4)
        .add(sum5)
        .add(sum6)
        .add(sum7)
        .add(sum8)
        .add(sum9)
        .reduceLanes(VectorOperators.ADD);
  }

  private FmaPeak() {}
}
