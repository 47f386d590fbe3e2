package dev.winnow.transforms.cluster.levels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.winnow.transforms.LocalSpark;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class ClusterSeparationTest {

  private static final float[] FOUR = {1, 0, 0, 1, -1, 0, 2, 0};

  private static double[] measure(float[] prototypes, int neighbours) {
    return ClusterSeparation.measure(
        JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext()),
        prototypes,
        2,
        neighbours);
  }

  @Test
  void itIsTheMeanDistanceToTheNearestOthersWhateverTheirLengths() {
    // (1, 0), (0, 1), (-1, 0), and (2, 0) in the direction of the first.
    assertArrayEquals(new double[] {0.5, 1, 1.5, 0.5}, measure(FOUR, 2), 1e-12);
    assertArrayEquals(new double[] {1, 1, 5.0 / 3, 1}, measure(FOUR, 20), 1e-12);
  }

  @Test
  void aSinglePrototypeHasNoSeparation() {
    assertArrayEquals(new double[] {0}, measure(new float[] {1, 0}, 20));
  }
}
