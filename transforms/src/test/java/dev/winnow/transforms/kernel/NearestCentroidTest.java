package dev.winnow.transforms.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares both kernels with a loop of fused multiply-adds. */
class NearestCentroidTest {

  /** Sizes around panels, lanes, tiles and unrolled steps. */
  @ParameterizedTest(name = "k {0}, dim {1}, {2} rows")
  @CsvSource({
    "1,1,1",
    "3,5,9",
    "16,4,10",
    "17,8,11",
    "32,3,15",
    "33,9,16",
    "49,2,25",
    "255,7,31",
    "256,16,9",
    "257,33,9",
    "40,500,23",
    "600,384,1033"
  })
  void everyKernelHasTheBitsOfOneChainOfFusedMultiplyAdds(int k, int dim, int n) {
    float[] centroids = TestKernels.floats(k * dim, 1);
    float[] rows = TestKernels.floats((n + 2) * dim, 2);
    for (Metric metric : Metric.values()) {
      float[] bias = metric.bias(centroids, dim);
      int[] expected = new int[n];
      float[] greatest = new float[n];
      int[] earlier = new int[n];
      float[] greatestEarlier = new float[n];
      int first = k / 2;
      for (int i = 0; i < n; i++) {
        best(rows, i + 2, centroids, bias, dim, k, i, expected, greatest);
        int limit = Math.min(k, first + i);
        best(rows, i + 2, centroids, bias, dim, limit, i, earlier, greatestEarlier);
      }
      for (DenseKernel kernel : TestKernels.BOTH) {
        NearestCentroid nearest = kernel.nearest(centroids, dim, bias);
        int[] clusters = new int[n];
        float[] scores = new float[n];
        nearest.assign(rows, 2, n, clusters, scores);
        assertArrayEquals(expected, clusters, kernel.name());
        assertArrayEquals(greatest, scores, kernel.name());
        nearest.assignToEarlier(rows, 2, n, first, clusters, scores);
        assertArrayEquals(earlier, clusters, kernel.name());
        assertArrayEquals(greatestEarlier, scores, kernel.name());
      }
    }
  }

  private static void best(
      float[] rows,
      int row,
      float[] centroids,
      float[] bias,
      int dim,
      int limit,
      int at,
      int[] cluster,
      float[] score) {
    cluster[at] = -1;
    score[at] = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < limit; c++) {
      float dot = bias == null ? 0 : bias[c];
      for (int j = 0; j < dim; j++) {
        dot = Math.fma(rows[row * dim + j], centroids[c * dim + j], dot);
      }
      if (dot > score[at]) {
        score[at] = dot;
        cluster[at] = c;
      }
    }
  }

  /** Blocks of 1, 7, 256 and 4,096 rows. */
  @ParameterizedTest(name = "blocks of {0}")
  @CsvSource({"1", "7", "256", "4096"})
  void theSizeOfACallChangesNoBit(int block) {
    int n = 4096;
    float[] centroids = TestKernels.floats(100 * 24, 3);
    float[] rows = TestKernels.floats(n * 24, 4);
    int[] expected = new int[n];
    float[] whole = new float[n];
    NearestCentroid.of(centroids, 24).assign(rows, 0, n, expected, whole);
    for (DenseKernel kernel : TestKernels.BOTH) {
      NearestCentroid nearest = kernel.nearest(centroids, 24, null);
      int[] clusters = new int[block];
      float[] scores = new float[block];
      for (int from = 0; from < n; from += block) {
        int size = Math.min(block, n - from);
        nearest.assign(rows, from, size, clusters, scores);
        for (int i = 0; i < size; i++) {
          assertEquals(expected[from + i], clusters[i]);
          assertEquals(whole[from + i], scores[i]);
        }
      }
    }
  }

  @Test
  void squaredEuclideanDistanceFindsTheNearestPoint() {
    float[] centroids = {0, 0, 3, 0, 0, 4};
    int[] cluster = new int[2];
    float[] score = new float[2];
    NearestCentroid.of(centroids, 2, Metric.SQUARED_EUCLIDEAN)
        .assign(new float[] {1, 0, 1, 5}, 0, 2, cluster, score);
    assertArrayEquals(new int[] {0, 2}, cluster);
    assertEquals(1, 1 - 2 * score[0]);
    assertEquals(2, 26 - 2 * score[1]);
  }

  @Test
  void tiesGoToTheLowerIndexAlsoAcrossPanels() {
    float[] centroids = new float[600];
    Arrays.fill(centroids, 1f);
    for (DenseKernel kernel : TestKernels.BOTH) {
      int[] cluster = new int[12];
      float[] rows = new float[12];
      Arrays.fill(rows, 1f);
      kernel.nearest(centroids, 1, null).assign(rows, 0, 12, cluster, new float[12]);
      assertArrayEquals(new int[12], cluster);
    }
  }

  @Test
  void fixedPointIsTheNearestStepAndTheSameInEveryKernel() {
    int dim = 37;
    float[] rows = TestKernels.floats(3 * dim, 5);
    rows[dim] = 1;
    rows[dim + 1] = -1;
    rows[dim + 2] = 0x1p-37f;
    rows[dim + 3] = 0x1.8p-36f;
    rows[dim + 4] = -0x1p-36f;
    for (DenseKernel kernel : TestKernels.BOTH) {
      long[] sums = new long[dim + 2];
      kernel.addFixedPoint(rows, dim, dim, sums, 1, SumSteps.UNIT.anchor());
      kernel.addFixedPoint(rows, dim, dim, sums, 1, SumSteps.UNIT.anchor());
      assertEquals(0, sums[0]);
      assertEquals(0, sums[dim + 1]);
      for (int j = 0; j < dim; j++) {
        assertEquals(2 * (long) Math.rint(rows[dim + j] * 0x1p36), sums[1 + j], kernel.name());
      }
    }
  }

  @Test
  void vectorsAreTakenWhereTheyAreCompiled() {
    assertTrue(Kernels.hasVectors(), "the tests run with --add-modules jdk.incubator.vector");
    DenseKernel simd = Kernels.choose("simd", "");
    assertEquals(
        simd.lanes() >= 8 ? simd.lanes() : 1, Kernels.choose("", "mixed mode, sharing").lanes());
    assertEquals(1, Kernels.choose("", "mixed mode, emulated-client, sharing").lanes());
    assertEquals(1, Kernels.choose("", "interpreted mode").lanes());
    assertEquals(1, Kernels.choose("plain", "mixed mode").lanes());
  }

  @Test
  void anUnknownKernelIsRefused() {
    assertEquals(
        "winnow.kernel must be simd, plain or gpu, got fast",
        assertThrows(IllegalArgumentException.class, () -> Kernels.choose("fast", ""))
            .getMessage());
  }

  @Test
  void rejectsCentroidsThatAreNoMatrix() {
    assertEquals(
        "centroids must hold k * dim floats with k and dim at least 1, got 7 floats for dim 3",
        assertThrows(IllegalArgumentException.class, () -> NearestCentroid.of(new float[7], 3))
            .getMessage());
  }
}
