package dev.winnow.transforms.cluster.levels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.cluster.ClusterRows;
import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.FitBlock;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.cluster.SpherePatches;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.UnitVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
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

  /** Returns unit vectors in all directions, which serve as the centroids of a first level. */
  private static KMeansFit leaves(int k, int dim, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] centroids = new float[k * dim];
    for (int i = 0; i < k; i++) {
      float[] vector = new float[dim];
      for (int j = 0; j < dim; j++) {
        vector[j] = (float) (random.nextDouble() - 0.5);
      }
      System.arraycopy(UnitVector.of(vector).vector(), 0, centroids, i * dim, dim);
    }
    return leaves(centroids, dim);
  }

  private static KMeansFit leaves(float[] centroids, int dim) {
    int k = centroids.length / dim;
    return new KMeansFit(centroids, k, dim, List.of(), true, k, 0, List.of());
  }

  private static CentroidTree over(KMeansFit leaves, Resampling resampling, Integer... above) {
    return new BottomUpKMeans(options(leaves.k(), 5), List.of(above), resampling, line -> {})
        .fitAbove(leaves, LocalSpark.session())
        .tree();
  }

  private static float dot(float[] a, int i, float[] b, int j, int dim) {
    float product = 0;
    for (int d = 0; d < dim; d++) {
      product += a[i * dim + d] * b[j * dim + d];
    }
    return product;
  }

  private static List<List<Float>> vectors(float[] centroids, int dim) {
    List<List<Float>> vectors = new ArrayList<>();
    for (int i = 0; i < centroids.length; i += dim) {
      List<Float> vector = new ArrayList<>();
      for (int j = i; j < i + dim; j++) {
        vector.add(centroids[j]);
      }
      vectors.add(vector);
    }
    vectors.sort(Comparator.comparing(Object::toString));
    return vectors;
  }

  @Property(tries = 40, seed = "53")
  void theClustersOfALevelAreGroupsOfThoseBelowEachUnderTheNearestAndNoneIsEmpty(
      @ForAll long seed,
      @ForAll @IntRange(min = 4, max = 60) int k,
      @ForAll @IntRange(min = 0, max = 3) int rounds) {
    int dim = 4;
    KMeansFit leaves = leaves(k, dim, seed);
    CentroidTree tree = over(leaves, new Resampling(rounds, List.of()), k / 2, k / 4);
    assertEquals(3, tree.levels().size());
    assertEquals(
        vectors(leaves.centroids(), dim),
        vectors(tree.leaves().centroids(), dim),
        "the leaves differ");
    assertTrue(tree.size(1) <= k / 2 && tree.size(0) <= k / 4, "more clusters than requested");
    for (int level = 1; level < 3; level++) {
      float[] below = tree.levels().get(level).centroids();
      float[] above = tree.levels().get(level - 1).centroids();
      int[] parents = tree.levels().get(level).parents();
      Set<Integer> used = new HashSet<>();
      for (int i = 0; i < tree.size(level); i++) {
        used.add(parents[i]);
        float similarity = dot(below, i, above, parents[i], dim);
        for (int other = 0; other < tree.size(level - 1); other++) {
          assertTrue(
              similarity >= dot(below, i, above, other, dim) - 1e-6, "another centroid is nearer");
        }
      }
      assertEquals(tree.size(level - 1), used.size(), "a cluster without members");
    }
  }

  @Test
  void neitherPartitionsNorTheMachineThatFitsALevelChangeABit() {
    float[][] points = SpherePatches.points(60, 6);
    KMeansOptions options =
        new KMeansOptions(30, Metric.COSINE, 3, 0, KMeansOptions.Init.RANDOM, 2, 9, 0, null);
    Resampling resampling = new Resampling(1, List.of(2));
    List<BottomUpKMeans.Fit> fits = new ArrayList<>();
    for (boolean driver : new boolean[] {true, false}) {
      Dataset<Row> rows = ClusterRows.dataset(points, driver ? 1 : 3);
      long bytes = driver ? BottomUpKMeans.DRIVER_BYTES : 0;
      fits.add(
          new BottomUpKMeans(options, List.of(8), resampling, line -> {}, bytes)
              .fit(rows, points.length, IterationStore.NONE));
    }
    for (int level = 0; level < 2; level++) {
      CentroidTree.Level one = fits.get(0).tree().levels().get(level);
      CentroidTree.Level other = fits.get(1).tree().levels().get(level);
      assertArrayEquals(one.centroids(), other.centroids());
      assertArrayEquals(one.parents(), other.parents());
    }
    assertEquals(fits.get(0).inertia(), fits.get(1).inertia());
    assertEquals(CentroidTree.Assignment.BOTTOM_UP, fits.get(0).tree().assignment());
  }

  /** Returns the share of centroids in the three patches with the most rows; a quarter is even. */
  private static double dense(float[] centroids) {
    int[] counts = SpherePatches.perPatch(centroids);
    return (double) (counts[0] + counts[1] + counts[2]) / Arrays.stream(counts).sum();
  }

  @Test
  void higherLevelsAreSpreadMoreEvenlyOverConceptsThanAFlatFit() {
    // Three of twelve patches have 76 % of the rows.
    Dataset<Row> rows = ClusterRows.dataset(SpherePatches.points(2000, 1), 2);
    int top = 60;
    float[] flat = flat(rows, top).centroids();
    KMeansFit leaves = flat(rows, 600);
    float[] once = top(over(leaves, new Resampling(0, List.of()), 180, top));
    float[] resampled = top(over(leaves, TEN_ROUNDS, 180, top));
    String all = dense(flat) + " flat, " + dense(once) + " once, " + dense(resampled) + " again";
    assertTrue(dense(flat) > 0.4, all);
    assertTrue(dense(once) < dense(flat) - 0.05, all);
    assertTrue(dense(resampled) < dense(once) - 0.05, all);
    assertTrue(dense(resampled) < 0.3, all);
  }

  private static KMeansFit flat(Dataset<Row> rows, int k) {
    return new DistributedKMeans(options(k, 5), line -> {})
        .fit(rows, rows.count(), IterationStore.NONE);
  }

  private static float[] top(CentroidTree tree) {
    return tree.levels().get(0).centroids();
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
  void aRefitReadsHalfTheMeanSizeByDefault() {
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
          public KMeansFit fit(List<FitBlock> rows, KMeansOptions options) {
            return new KMeansFit(fitted, 4, 2, List.of(), true, 3, 0, List.of());
          }

          @Override
          public Nearest nearest(List<FitBlock> rows, float[] centroids) {
            return new LevelEngine.OnDriver().nearest(rows, centroids);
          }
        };
    LevelFit fit = LevelFit.fit(below, 2, engine, options(4, 1), 0, 1, line -> {});
    assertArrayEquals(new float[] {0, 1, 1, 0}, fit.centroids());
    assertArrayEquals(new int[] {1, 0, 1}, fit.parents());
    assertEquals(0, fit.inertia());
  }

  @Test
  void equalClustersAreOneInTheLevelsAbove() {
    float[] same = new float[] {0.6f, 0.8f, 0.6f, 0.8f, 0.6f, 0.8f, 0.6f, 0.8f};
    CentroidTree tree = over(leaves(same, 2), TEN_ROUNDS, 3, 2);
    assertEquals(1, tree.size(0));
    assertEquals(1, tree.size(1));
    assertEquals(4, tree.size(2));
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
