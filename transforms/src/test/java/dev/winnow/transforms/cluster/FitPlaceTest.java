package dev.winnow.transforms.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.cluster.KMeansOptions.Init;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Metric;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FitPlaceTest {

  private static final int DIM = 8;

  /** Returns points around four axes; every fifth row equals the row before it. */
  private static float[][] points(int n) {
    SplittableRandom random = new SplittableRandom(11);
    float[][] rows = new float[n][DIM];
    for (int i = 0; i < n; i++) {
      if (i % 5 == 4) {
        rows[i] = rows[i - 1].clone();
        continue;
      }
      for (int j = 0; j < DIM; j++) {
        rows[i][j] = (float) (random.nextDouble() - 0.5);
      }
      rows[i][i % 4] += 2;
    }
    return rows;
  }

  private static KMeansOptions options(int k, Metric metric, Init init, int perCentroid) {
    return new KMeansOptions(k, metric, 12, 0, init, 2, 5, perCentroid, null, Device.CPU);
  }

  private static KMeansFit fit(Dataset<Row> rows, KMeansOptions options, int dim) {
    return new DistributedKMeans(options, line -> {})
        .fit(rows, rows.count(), dim, IterationStore.NONE);
  }

  private static void assertEqualBits(KMeansFit executors, KMeansFit driver) {
    assertArrayEquals(executors.centroids(), driver.centroids());
    assertEquals(executors.inertia(), driver.inertia());
    assertEquals(executors.reseeded(), driver.reseeded());
    assertEquals(executors.fitRows(), driver.fitRows());
    assertEquals(executors.converged(), driver.converged());
    assertEquals(executors.warnings(), driver.warnings());
  }

  @ParameterizedTest
  @EnumSource(Init.class)
  void theDriverGivesTheBitsOfTheExecutors(Init init) {
    KMeansOptions options = options(7, Metric.COSINE, init, 0);
    Dataset<Row> rows = ClusterRows.dataset(points(600), 3);
    assertEqualBits(fit(rows, options, 0), fit(rows, options, DIM));
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void theyAlsoAgreeOnASampleByEitherMetric(Metric metric) {
    KMeansOptions options = options(4, metric, Init.K_MEANS_PARALLEL, 60);
    Dataset<Row> rows = ClusterRows.dataset(points(600), 3);
    KMeansFit driver = fit(rows, options, DIM);
    assertTrue(driver.fitRows() > 150 && driver.fitRows() < 350, "rows " + driver.fitRows());
    assertEqualBits(fit(rows, options, 0), driver);
  }

  @Test
  void theyAlsoAgreeWhereThereAreMoreClustersThanDistinctRows() {
    KMeansOptions options = options(40, Metric.COSINE, Init.RANDOM, 0);
    Dataset<Row> rows = ClusterRows.dataset(points(30), 2);
    KMeansFit driver = fit(rows, options, DIM);
    assertEquals(24, driver.k());
    assertEqualBits(fit(rows, options, 0), driver);
  }

  @Test
  void theDriverTakesRowsThatAreFewAndShort() {
    assertTrue(FitPlace.isSmall(10_000, 384));
    assertTrue(FitPlace.isSmall(99_999, 128));
    assertFalse(FitPlace.isSmall(100_000, 128));
    assertTrue(FitPlace.isSmall(65_536, 256));
    assertFalse(FitPlace.isSmall(65_537, 256));
    assertFalse(FitPlace.isSmall(10, 0));
  }

  @Test
  void fewRowsAreCollectedAndManyStayOnTheExecutors() {
    Dataset<HashedVector> rows = DistributedKMeans.hash(ClusterRows.dataset(points(20), 2), 1);
    KMeansOptions cpu = options(2, Metric.COSINE, Init.RANDOM, 0);
    try (FitRows few = FitPlace.pack(rows, cpu, 20, DIM);
        FitRows many = FitPlace.pack(rows, cpu, FitPlace.DRIVER_ROWS, DIM)) {
      assertInstanceOf(LocalRows.class, few);
      assertInstanceOf(SparkRows.class, many);
      assertEquals(few.count(), many.count());
    }
  }

  @Test
  void anEmptySampleIsRefusedByBoth() {
    Dataset<HashedVector> none =
        DistributedKMeans.hash(ClusterRows.dataset(points(20), 2), 1).filter("hash is null");
    KMeansOptions cpu = options(2, Metric.COSINE, Init.RANDOM, 0);
    String message = "the fitting sample is empty; raise fit_rows_per_centroid or fit_fraction";
    for (int dim : new int[] {0, DIM}) {
      assertEquals(
          message,
          assertThrows(
                  IllegalArgumentException.class, () -> FitPlace.pack(none, cpu, 1, dim).close())
              .getMessage());
    }
  }
}
