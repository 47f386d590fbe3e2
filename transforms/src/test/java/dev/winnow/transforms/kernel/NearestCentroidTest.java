package dev.winnow.transforms.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestCentroidTest {

  private static float[] floats(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return values;
  }

  /** Sizes around panels, lanes and unrolled steps. */
  @ParameterizedTest(name = "k {0}, dim {1}")
  @CsvSource({"1,1", "3,5", "16,4", "17,8", "255,7", "256,16", "257,33", "600,384"})
  void hasTheBitsOfOneChainOfFusedMultiplyAdds(int k, int dim) {
    float[] centroids = floats(k * dim, 1);
    float[] rows = floats(9 * dim, 2);
    int[] clusters = new int[9];
    float[] similarities = new float[9];
    new NearestCentroid(centroids, dim).assign(rows, 0, 9, clusters, similarities);
    for (int i = 0; i < 9; i++) {
      int best = -1;
      float greatest = Float.NEGATIVE_INFINITY;
      for (int c = 0; c < k; c++) {
        float dot = 0;
        for (int j = 0; j < dim; j++) {
          dot = Math.fma(rows[i * dim + j], centroids[c * dim + j], dot);
        }
        if (dot > greatest) {
          greatest = dot;
          best = c;
        }
      }
      assertEquals(best, clusters[i]);
      assertEquals(greatest, similarities[i]);
    }
  }

  @Test
  void tiesGoToTheLowerIndexAlsoAcrossPanels() {
    float[] centroids = new float[600];
    java.util.Arrays.fill(centroids, 1f);
    int[] cluster = new int[1];
    new NearestCentroid(centroids, 1).assign(new float[] {1}, 0, 1, cluster, new float[1]);
    assertArrayEquals(new int[] {0}, cluster);
  }

  @Test
  void rejectsCentroidsThatAreNoMatrix() {
    assertEquals(
        "centroids must hold k * dim floats with k and dim at least 1, got 7 floats for dim 3",
        assertThrows(IllegalArgumentException.class, () -> new NearestCentroid(new float[7], 3))
            .getMessage());
  }
}
