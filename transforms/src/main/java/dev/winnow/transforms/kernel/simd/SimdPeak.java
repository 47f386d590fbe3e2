package dev.winnow.transforms.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Measures the peak rate of fused multiply-adds: twenty independent chains, in which an operation
 * waits only for the one before it.
 */
final class SimdPeak {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 20;
  private static final int STEPS = 200_000;
  private static final int RUNS = 60;

  /** Returns multiplications and additions per second, in units of 1e9. */
  static double measure() {
    double best = 0;
    float used = 0;
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      used += chains(STEPS, 1e-6f + used * Float.MIN_VALUE);
      double operations = 2.0 * CHAINS * FLOATS.length() * STEPS;
      best = Math.max(best, operations / (System.nanoTime() - start));
    }
    return best;
  }

  private static float chains(int steps, float by) {
    FloatVector factor = FloatVector.broadcast(FLOATS, by);
    FloatVector term = FloatVector.broadcast(FLOATS, by);
    FloatVector a0 = FloatVector.broadcast(FLOATS, 0);
    FloatVector a1 = FloatVector.broadcast(FLOATS, 1);
    FloatVector a2 = FloatVector.broadcast(FLOATS, 2);
    FloatVector a3 = FloatVector.broadcast(FLOATS, 3);
    FloatVector a4 = FloatVector.broadcast(FLOATS, 4);
    FloatVector a5 = FloatVector.broadcast(FLOATS, 5);
    FloatVector a6 = FloatVector.broadcast(FLOATS, 6);
    FloatVector a7 = FloatVector.broadcast(FLOATS, 7);
    FloatVector a8 = FloatVector.broadcast(FLOATS, 8);
    FloatVector a9 = FloatVector.broadcast(FLOATS, 9);
    FloatVector a10 = FloatVector.broadcast(FLOATS, 10);
    FloatVector a11 = FloatVector.broadcast(FLOATS, 11);
    FloatVector a12 = FloatVector.broadcast(FLOATS, 12);
    FloatVector a13 = FloatVector.broadcast(FLOATS, 13);
    FloatVector a14 = FloatVector.broadcast(FLOATS, 14);
    FloatVector a15 = FloatVector.broadcast(FLOATS, 15);
    FloatVector a16 = FloatVector.broadcast(FLOATS, 16);
    FloatVector a17 = FloatVector.broadcast(FLOATS, 17);
    FloatVector a18 = FloatVector.broadcast(FLOATS, 18);
    FloatVector a19 = FloatVector.broadcast(FLOATS, 19);
    for (int i = 0; i < steps; i++) {
      a0 = factor.fma(term, a0);
      a1 = factor.fma(term, a1);
      a2 = factor.fma(term, a2);
      a3 = factor.fma(term, a3);
      a4 = factor.fma(term, a4);
      a5 = factor.fma(term, a5);
      a6 = factor.fma(term, a6);
      a7 = factor.fma(term, a7);
      a8 = factor.fma(term, a8);
      a9 = factor.fma(term, a9);
      a10 = factor.fma(term, a10);
      a11 = factor.fma(term, a11);
      a12 = factor.fma(term, a12);
      a13 = factor.fma(term, a13);
      a14 = factor.fma(term, a14);
      a15 = factor.fma(term, a15);
      a16 = factor.fma(term, a16);
      a17 = factor.fma(term, a17);
      a18 = factor.fma(term, a18);
      a19 = factor.fma(term, a19);
    }
    return a0.add(a1)
        .add(a2)
        .add(a3)
        .add(a4)
        .add(a5)
        .add(a6)
        .add(a7)
        .add(a8)
        .add(a9)
        .add(a10)
        .add(a11)
        .add(a12)
        .add(a13)
        .add(a14)
        .add(a15)
        .add(a16)
        .add(a17)
        .add(a18)
        .add(a19)
        .reduceLanes(VectorOperators.ADD);
  }

  private SimdPeak() {}
}
