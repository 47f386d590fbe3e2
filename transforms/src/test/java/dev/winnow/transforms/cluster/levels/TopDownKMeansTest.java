package dev.winnow.transforms.cluster.levels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.cluster.ClusterRows;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.UnitVector;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TopDownKMeansTest {

  private static final int DIM = 12;

  /** Returns rows near one of three axes; each is also near one of nine other axes. */
  private static float[][] rows(int n) {
    SplittableRandom random = new SplittableRandom(4);
    float[][] rows = new float[n][DIM];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < DIM; j++) {
        rows[i][j] = (float) (0.05 * (random.nextDouble() - 0.5));
      }
      rows[i][i % 3] += 1;
      rows[i][3 + i % 9] += 0.5f;
    }
    return rows;
  }

  private static TopDownKMeans.Fit fit(Dataset<Row> rows, int perCentroid, Integer... levels) {
    KMeansOptions options =
        new KMeansOptions(
            1, Metric.COSINE, 10, 0, KMeansOptions.Init.K_MEANS_PARALLEL, 2, 3, perCentroid, null);
    return new TopDownKMeans(options, List.of(levels), line -> {})
        .fit(rows, rows.count(), IterationStore.NONE);
  }

  @Test
  void partitionsChangeNoBitOfTheTree() {
    float[][] rows = rows(900);
    CentroidTree one = fit(ClusterRows.dataset(rows, 1), 40, 3, 3).tree();
    CentroidTree five = fit(ClusterRows.dataset(rows, 5), 40, 3, 3).tree();
    assertEquals(2, one.levels().size());
    for (int l = 0; l < 2; l++) {
      assertArrayEquals(one.levels().get(l).centroids(), five.levels().get(l).centroids());
    }
    assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1, 2, 2, 2}, one.leaves().parents());
  }

  @Test
  void leavesAreTighterThanTheirParents() {
    TopDownKMeans.Fit fit = fit(ClusterRows.dataset(rows(900), 2), 0, 3, 3);
    assertTrue(fit.inertia().get(1) < 0.2 * fit.inertia().get(0), fit.inertia().toString());
  }

  @Test
  void aClusterWithFewDistinctRowsHasFewChildren() {
    float[][] rows = new float[40][DIM];
    for (int i = 0; i < rows.length; i++) {
      rows[i][i % 4] = 1;
      rows[i][4] = i % 4 == 0 ? 0.3f * (i % 3) : 0;
    }
    CentroidTree tree = fit(ClusterRows.dataset(rows, 2), 0, 4, 5).tree();
    // Three different rows are near the first axis, and one is near each of the others.
    assertEquals(6, tree.size(1));
  }

  @Test
  void rowsGoDownTheTree() {
    float[] top = {1, 0, 0, 1};
    float[] leaves = {1, 0, 0.8f, 0.6f, 0.6f, 0.8f, 0, 1, -0.6f, 0.8f};
    CentroidTree tree =
        new CentroidTree(
            2,
            List.of(
                new CentroidTree.Level(top, null),
                new CentroidTree.Level(leaves, new int[] {0, 0, 1, 1, 1})));
    float[] rows = new float[8];
    float[][] asked = {{-0.5f, 1}, {1, 0.1f}, {0.72f, 0.7f}, {0.1f, 1}};
    for (int i = 0; i < asked.length; i++) {
      System.arraycopy(UnitVector.of(asked[i]).vector(), 0, rows, 2 * i, 2);
    }
    int[][] path = new int[2][4];
    new TreeAssigner(tree, Kernels.cpu()).assign(rows, 4, path);
    assertArrayEquals(new int[] {1, 0, 0, 1}, path[0]);
    assertArrayEquals(new int[] {4, 0, 1, 3}, path[1]);
  }

  @Test
  void parentsMustAscendWithoutGaps() {
    float[] two = {1, 0, 0, 1};
    for (int[] parents : new int[][] {{0, 0}, {1, 1}, {1, 0}, {0}}) {
      CentroidTree.Level below = new CentroidTree.Level(two, parents);
      List<CentroidTree.Level> levels = List.of(new CentroidTree.Level(two, null), below);
      assertEquals(
          "parents of a level must ascend from 0 to 1 without gaps",
          assertThrows(IllegalArgumentException.class, () -> new CentroidTree(2, levels))
              .getMessage());
    }
  }
}
