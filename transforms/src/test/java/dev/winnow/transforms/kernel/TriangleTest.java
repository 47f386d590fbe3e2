package dev.winnow.transforms.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriangleTest {

  /** The row (0, 0) and the atoms (3, 0), (0, 4) and (0, 5) are 3, 4 and 5 apart, 4 on average. */
  @Test
  void atomsNearerThanTheMeanAreActiveByHowMuchNearerTheyAre() {
    for (DenseKernel kernel : TestKernels.BOTH) {
      float[] sums = {10, 20, 30};
      kernel.addTriangle(new float[3], 0, 0, new float[] {9, 16, 25}, sums);
      assertArrayEquals(new float[] {11, 20, 30}, sums, kernel.name());
    }
  }

  /** Sizes around the chains and the lanes. */
  @ParameterizedTest(name = "{0} atoms")
  @ValueSource(ints = {1, 7, 8, 15, 16, 17, 24, 31, 32, 33, 400, 401})
  void everyKernelHasTheSameBits(int atoms) {
    SplittableRandom random = new SplittableRandom(atoms);
    float[] dots = new float[atoms + 3];
    float[] squares = new float[atoms];
    for (int i = 0; i < atoms; i++) {
      dots[3 + i] = (float) (random.nextDouble() * 2 - 1);
      squares[i] = (float) (1 + random.nextDouble());
    }
    float[] plain = new float[atoms];
    TestKernels.BOTH.get(0).addTriangle(dots.clone(), 3, 1.5f, squares, plain);
    float[] simd = new float[atoms];
    TestKernels.BOTH.get(1).addTriangle(dots.clone(), 3, 1.5f, squares, simd);
    assertArrayEquals(plain, simd);
  }

  /** Rounding may bring a squared distance below zero; the atom is then at distance 0. */
  @Test
  void anAtomAtTheRowIsAtDistanceZero() {
    for (DenseKernel kernel : TestKernels.BOTH) {
      float[] sums = new float[2];
      kernel.addTriangle(new float[] {1.0000001f, 0}, 0, 1, new float[] {1, 3}, sums);
      assertArrayEquals(new float[] {1, 0}, sums, kernel.name());
    }
  }
}
