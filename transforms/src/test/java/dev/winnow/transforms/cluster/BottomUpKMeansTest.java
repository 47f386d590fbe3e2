package dev.winnow.transforms.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.score.ClusterSizes;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class BottomUpKMeansTest {

  private static final Resampling TEN_ROUNDS = new Resampling(10, List.of());

  private static KMeansOptions options(int k, long seed) {
    return new KMeansOptions(
        k, Metric.COSINE, 10, 0, KMeansOptions.Init.K_MEANS_PARALLEL, 2, seed, 0, null);
  }

  private static BottomUpKMeans.Fit fit(
      Dataset<Row> rows, KMeansOptions options, Resampling resampling, Integer... above) {
    return new BottomUpKMeans(options, List.of(above), resampling, line -> {})
        .fit(rows, rows.count(), IterationStore.NONE);
  }

  @Property(tries = 8, seed = "53")
  void everyClusterHasAParentAndItsChildrenAddUp(
      @ForAll long seed,
      @ForAll @IntRange(min = 4, max = 30) int k,
      @ForAll @IntRange(min = 0, max = 3) int rounds) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] vectors = new float[200][4];
    for (float[] vector : vectors) {
      for (int j = 0; j < vector.length; j++) {
        vector[j] = (float) (random.nextDouble() - 0.5);
      }
    }
    Dataset<Row> rows = ClusterRows.dataset(vectors, 2);
    CentroidTree tree =
        fit(rows, options(k, seed), new Resampling(rounds, List.of()), k / 2, k / 4).tree();
    assertEquals(3, tree.levels().size());
    assertEquals(k, tree.size(2));
    assertTrue(tree.size(1) <= k / 2 && tree.size(0) <= k / 4, "more clusters than asked");
    ClusterSizes sizes = ClusterSizes.of(tree, rows, Device.CPU);
    assertEquals(vectors.length, Arrays.stream(sizes.counts(0)).sum());
    for (int level = 1; level < 3; level++) {
      int[] parents = tree.levels().get(level).parents();
      long[] below = new long[tree.size(level - 1)];
      long[] counts = sizes.counts(level);
      for (int i = 0; i < parents.length; i++) {
        below[parents[i]] += counts[i];
      }
      assertArrayEquals(sizes.counts(level - 1), below);
    }
  }

  @Test
  void neitherPartitionsNorTheMachineThatFitsALevelChangeABitOfTheTree() {
    float[][] points = SpherePatches.points(300, 6);
    KMeansOptions options = options(60, 9);
    Resampling resampling = new Resampling(2, List.of(4, 2));
    Dataset<Row> rows = ClusterRows.dataset(points, 5);
    CentroidTree driver = fit(ClusterRows.dataset(points, 1), options, resampling, 20, 5).tree();
    CentroidTree executors =
        new BottomUpKMeans(options, List.of(20, 5), resampling, line -> {}, 0)
            .fit(rows, rows.count(), IterationStore.NONE)
            .tree();
    for (int level = 0; level < 3; level++) {
      CentroidTree.Level one = driver.levels().get(level);
      CentroidTree.Level other = executors.levels().get(level);
      assertArrayEquals(one.centroids(), other.centroids());
      assertArrayEquals(one.parents(), other.parents());
    }
    assertEquals(CentroidTree.Assignment.BOTTOM_UP, driver.assignment());
  }

  /** Of the centroids, those in the three patches with the most rows; a quarter is even. */
  private static double dense(float[] centroids) {
    int[] counts = SpherePatches.perPatch(centroids);
    return (double) (counts[0] + counts[1] + counts[2]) / Arrays.stream(counts).sum();
  }

  @Test
  void higherLevelsAreSpreadMoreEvenlyOverConceptsThanAFlatFit() {
    // Three of twelve patches have 76 % of the rows.
    Dataset<Row> rows = ClusterRows.dataset(SpherePatches.points(2000, 1), 2);
    int top = 60;
    float[] flat =
        new DistributedKMeans(options(top, 5), line -> {})
            .fit(rows, rows.count(), IterationStore.NONE)
            .centroids();
    KMeansOptions options = options(600, 5);
    float[] once = top(fit(rows, options, new Resampling(0, List.of()), 180, top));
    float[] resampled = top(fit(rows, options, TEN_ROUNDS, 180, top));
    String all = dense(flat) + " flat, " + dense(once) + " once, " + dense(resampled) + " again";
    assertTrue(dense(flat) > 0.4, all);
    assertTrue(dense(once) < 0.36, all);
    assertTrue(dense(resampled) < 0.3, all);
    assertTrue(dense(resampled) < dense(once), all);
  }

  private static float[] top(BottomUpKMeans.Fit fit) {
    return fit.tree().levels().get(0).centroids();
  }

  @Test
  void aRowBelongsToTheNearestOfAllLeavesAndToTheParentsOfThatOne() {
    float[] top = {1, 0, 0, 1};
    float[] leaves = {1, 0, 0.6f, 0.8f, 0, 1};
    CentroidTree tree =
        new CentroidTree(
            2,
            List.of(
                new CentroidTree.Level(top, null),
                new CentroidTree.Level(leaves, new int[] {0, 0, 1})),
            CentroidTree.Assignment.BOTTOM_UP);
    float[] rows = {0.6f, 0.8f, 1, 0, 0, 1};
    int[][] path = new int[2][3];
    new TreeAssigner(tree, Kernels.cpu()).assign(rows, 3, path);
    // The first row is nearer to the second cluster of the top, but is a leaf of the first.
    assertArrayEquals(new int[] {1, 0, 2}, path[1]);
    assertArrayEquals(new int[] {0, 0, 1}, path[0]);
  }

  @Test
  void aRefitReadsTheClosestOfEachClusterTiesByTheirNumber() {
    LevelEngine.Nearest nearest =
        new LevelEngine.Nearest(
            new int[] {0, 0, 0, 1, 0, 1}, new double[] {0.3, 0.1, 0.2, 0.9, 0.1, 0.9});
    assertArrayEquals(new int[] {1, 3}, LevelFit.closest(nearest, 2, 1));
    assertArrayEquals(new int[] {1, 3, 4, 5}, LevelFit.closest(nearest, 2, 2));
    assertArrayEquals(new int[] {1, 2, 3, 4, 5}, LevelFit.closest(nearest, 2, 3));
  }

  @Test
  void halfTheMeanSizeIsReadWhereNothingElseIsSaid() {
    assertEquals(15, TEN_ROUNDS.members(0, 1000, 34));
    assertEquals(2, TEN_ROUNDS.members(1, 1000, 300));
    assertEquals(1, TEN_ROUNDS.members(1, 20, 20));
    assertEquals(7, new Resampling(1, List.of(3, 7)).members(1, 1000, 300));
  }

  @Test
  void aCentroidNearestToNoneIsLeftOut() {
    float[] below = {1, 0, 0, 1, 1, 0};
    float[] fitted = {0, -1, 0, 1, -1, 0, 1, 0};
    LevelEngine engine =
        new LevelEngine() {
          @Override
          public KMeansFit fit(List<Block> rows, KMeansOptions options) {
            return new KMeansFit(fitted, 4, 2, List.of(), true, 3, 0, List.of());
          }

          @Override
          public Nearest nearest(List<Block> rows, float[] centroids) {
            return new DriverEngine().nearest(rows, centroids);
          }
        };
    LevelFit fit = LevelFit.of(below, 2, engine, options(4, 1), 0, 1, line -> {});
    assertArrayEquals(new float[] {0, 1, 1, 0}, fit.centroids());
    assertArrayEquals(new int[] {1, 0, 1}, fit.parents());
    assertEquals(0, fit.inertia());
  }

  @Test
  void equalRowsAreOneClusterInEveryLevel() {
    float[][] same =
        IntStream.range(0, 9).mapToObj(i -> new float[] {1, 2}).toArray(float[][]::new);
    CentroidTree tree = fit(ClusterRows.dataset(same, 2), options(5, 1), TEN_ROUNDS, 3, 2).tree();
    for (int level = 0; level < 3; level++) {
      assertEquals(1, tree.size(level));
    }
  }

  @Test
  void levelsMustDecrease() {
    for (List<Integer> above : List.of(List.of(10), List.of(5, 5), List.of(5, 0))) {
      assertEquals(
          "above must decrease from below k, got " + above + " for k 10",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new BottomUpKMeans(options(10, 1), above, TEN_ROUNDS, line -> {}))
              .getMessage());
    }
    assertEquals(
        "above must name a level, and members one number for each, got [5, 2] and [3]",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new BottomUpKMeans(
                        options(10, 1), List.of(5, 2), new Resampling(1, List.of(3)), line -> {}))
            .getMessage());
  }
}
