package dev.winnow.transforms.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.SumSteps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the ways to an update: in one thread, in tasks that sum at once, and range by range. */
@Tag("line")
class UpdatePassTest {

  private static final int DIM = 40;
  private static final int K = 2000;
  private static final int CORES = 4;

  private static List<FitBlock> blocks(int n) {
    SplittableRandom random = new SplittableRandom(8);
    List<FitBlock> blocks = new ArrayList<>();
    for (int first = 0; first < n; first += 70) {
      int size = Math.min(70, n - first);
      float[] rows = new float[size * DIM];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = (float) (random.nextDouble() - 0.5);
      }
      blocks.add(new FitBlock(DIM, rows, random.longs(size).toArray()));
    }
    return blocks;
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void everyWayGivesTheSameBits(Metric metric) {
    List<FitBlock> blocks = blocks(3000);
    float[] centroids = new float[K * DIM];
    for (int i = 0; i < K; i++) {
      // The second half equals the first, so its clusters get no rows.
      FitBlock block = blocks.get(i % 1000 / 70);
      System.arraycopy(block.rows(), i % 1000 % 70 * DIM, centroids, i * DIM, DIM);
    }
    SumSteps steps = SumSteps.euclidean(0.5f, DIM);
    FitRows.Update local = new LocalRows(blocks, metric, steps).update(centroids);
    assertEquals(3000, Arrays.stream(local.counts()).sum());
    assertTrue(local.vacant().length >= 1000, "vacant " + local.vacant().length);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    for (int held : new int[] {UpdatePass.HELD, 1000}) {
      UpdatePass pass = new UpdatePass(K, DIM, metric, steps, CORES, held);
      assertEquals(held == 1000, pass.inRanges());
      for (int tasks : new int[] {1, 3}) {
        JavaRDD<FitBlock> packed = spark.parallelize(blocks, tasks);
        try (ShippedCentroids shipped =
            new ShippedCentroids(spark, centroids, DIM, metric, Device.AUTO)) {
          for (List<FitRows.ReducedRange> ranges :
              List.of(
                  pass.run(packed, shipped).collect(), List.of(pass.gathered(packed, shipped)))) {
            FitRows.Update update = FitRows.Update.of(ranges.iterator(), centroids, DIM, steps);
            assertArrayEquals(local.centroids(), update.centroids());
            assertArrayEquals(local.counts(), update.counts());
            assertArrayEquals(local.vacant(), update.vacant());
            assertEquals(local.inertia(), update.inertia());
            assertEquals(local.furthest(), update.furthest());
          }
        }
      }
    }
  }
}
