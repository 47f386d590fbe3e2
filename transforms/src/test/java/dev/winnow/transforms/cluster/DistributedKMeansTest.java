package dev.winnow.transforms.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.kernel.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistributedKMeansTest {

  /** Returns points around {@code groups} axes of a space with more dimensions than groups. */
  private static float[][] mixture(int n, int groups, int dim, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[n][dim];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < dim; j++) {
        rows[i][j] = (float) (0.2 * (random.nextDouble() - 0.5));
      }
      rows[i][i % groups] += 1;
    }
    return rows;
  }

  private static KMeansFit fit(Dataset<Row> rows, KMeansOptions options) {
    return new DistributedKMeans(options, line -> {}).fit(rows, rows.count(), IterationStore.NONE);
  }

  private static KMeansOptions options(int k, KMeansOptions.Init init, int perCentroid) {
    return new KMeansOptions(k, Metric.COSINE, 20, 0, init, 2, 7, perCentroid, null);
  }

  @ParameterizedTest
  @EnumSource(KMeansOptions.Init.class)
  void doesNotDependOnPartitioning(KMeansOptions.Init init) {
    float[][] rows = mixture(3000, 12, 24, 1);
    KMeansFit one = fit(ClusterRows.dataset(rows, 1), options(20, init, 0));
    for (int partitions : new int[] {2, 7}) {
      KMeansFit other = fit(ClusterRows.dataset(rows, partitions), options(20, init, 0));
      assertArrayEquals(one.centroids(), other.centroids());
      assertEquals(one.inertia(), other.inertia());
    }
  }

  @Test
  void aHashedSampleDoesNotDependOnPartitioningEither() {
    float[][] rows = mixture(3000, 5, 16, 2);
    KMeansOptions options = options(5, KMeansOptions.Init.K_MEANS_PARALLEL, 100);
    KMeansFit one = fit(ClusterRows.dataset(rows, 1), options);
    KMeansFit seven = fit(ClusterRows.dataset(rows, 7), options);
    assertArrayEquals(one.centroids(), seven.centroids());
    assertTrue(one.fitRows() > 400 && one.fitRows() < 600, "fit rows " + one.fitRows());
  }

  @Test
  void moreIterationsNeverRaiseTheCost() {
    KMeansFit fit =
        fit(
            ClusterRows.dataset(mixture(2000, 9, 20, 3), 2),
            options(15, KMeansOptions.Init.K_MEANS_PLUS_PLUS, 0));
    for (int i = 1; i < fit.inertia().size(); i++) {
      // Rounding may add one step of the fixed-point sums for each row.
      assertTrue(fit.inertia().get(i) <= fit.inertia().get(i - 1) + 2000 * 1e-6);
    }
  }

  @Test
  void everyRowIsWithItsNearestCentroidByBruteForce() {
    float[][] rows = mixture(2000, 9, 20, 6);
    KMeansFit fit =
        fit(ClusterRows.dataset(rows, 2), options(25, KMeansOptions.Init.K_MEANS_PARALLEL, 0));
    int[] clusters = ClusterRows.assign(rows, fit);
    for (int i = 0; i < rows.length; i++) {
      double norm = Math.sqrt(dot(rows[i], rows[i], 0));
      double greatest = -1;
      for (int c = 0; c < fit.k(); c++) {
        greatest = Math.max(greatest, dot(rows[i], fit.centroids(), c * 20) / norm);
      }
      double similarity = dot(rows[i], fit.centroids(), clusters[i] * 20) / norm;
      assertTrue(
          similarity >= greatest - 1e-6,
          "row " + i + " could be nearer by " + (greatest - similarity));
    }
  }

  private static double dot(float[] row, float[] others, int at) {
    double sum = 0;
    for (int j = 0; j < row.length; j++) {
      sum += (double) row[j] * others[at + j];
    }
    return sum;
  }

  @Test
  void findsPlantedGroups() {
    float[][] rows = mixture(1000, 8, 32, 4);
    KMeansFit fit =
        fit(ClusterRows.dataset(rows, 2), options(8, KMeansOptions.Init.K_MEANS_PARALLEL, 0));
    int[] clusters = ClusterRows.assign(rows, fit);
    for (int i = 8; i < rows.length; i++) {
      assertEquals(clusters[i % 8], clusters[i]);
    }
  }

  @Test
  void lowersKToTheNumberOfDistinctRows() {
    float[][] rows = new float[30][4];
    for (int i = 0; i < rows.length; i++) {
      rows[i][i % 3] = 1;
    }
    KMeansFit fit =
        fit(ClusterRows.dataset(rows, 2), options(10, KMeansOptions.Init.K_MEANS_PARALLEL, 0));
    assertEquals(3, fit.k());
    assertEquals(
        List.of("k must be at most the number of distinct rows; lowered from 10 to 3"),
        fit.warnings());
    assertEquals(0, fit.inertia().get(fit.inertia().size() - 1), 1e-6);
  }

  @Test
  void oneClusterIsTheDirectionOfTheSum() {
    float[][] rows = {{1, 0}, {0, 1}};
    KMeansFit fit =
        fit(ClusterRows.dataset(rows, 1), options(1, KMeansOptions.Init.K_MEANS_PARALLEL, 0));
    assertEquals(Math.sqrt(0.5), fit.centroids()[0], 1e-6);
    assertEquals(Math.sqrt(0.5), fit.centroids()[1], 1e-6);
  }

  @Test
  void oppositeRowsWhoseSumVanishesDoNotBreakTheFit() {
    float[][] rows = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    KMeansFit fit =
        fit(ClusterRows.dataset(rows, 1), options(1, KMeansOptions.Init.K_MEANS_PARALLEL, 0));
    for (float value : fit.centroids()) {
      assertTrue(Float.isFinite(value));
    }
    assertTrue(fit.reseeded() > 0);
  }

  @Test
  void goesOnFromTheLastSavedIteration() {
    Dataset<Row> rows = ClusterRows.dataset(mixture(2000, 9, 20, 5), 2);
    KMeansOptions options = options(30, KMeansOptions.Init.K_MEANS_PARALLEL, 0);
    KMeansFit whole = fit(rows, options);
    List<IterationStore.State> states = new ArrayList<>();
    IterationStore recording = store(Optional.empty(), states);
    new DistributedKMeans(options, line -> {}).fit(rows, 2000, recording);
    KMeansFit resumed =
        new DistributedKMeans(options, line -> {})
            .fit(rows, 2000, store(Optional.of(states.get(2)), new ArrayList<>()));
    assertArrayEquals(whole.centroids(), resumed.centroids());
    assertEquals(whole.inertia(), resumed.inertia());
    assertTrue(whole.converged() && resumed.converged());
  }

  private static IterationStore store(
      Optional<IterationStore.State> latest, List<IterationStore.State> saved) {
    return new IterationStore() {
      @Override
      public Optional<State> latest() {
        return latest;
      }

      @Override
      public void save(State state) {
        saved.add(state);
      }
    };
  }
}
