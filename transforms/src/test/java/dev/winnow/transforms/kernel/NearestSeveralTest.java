package dev.winnow.transforms.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestSeveralTest {

  /** Five centroids on a line, of which the last two are equal. */
  private static final NearestSeveral LINE = new NearestSeveral(new float[] {1, 5, 3, 4, 4}, 1);

  @Test
  void givesTheNearestFirstAndTheLowerIndexAtTies() {
    assertArrayEquals(new int[][] {{1, 3, 4}}, LINE.nearest(new float[] {1}, 1, 3));
    assertArrayEquals(new int[][] {{0, 2}}, LINE.nearest(new float[] {-1}, 1, 2));
  }

  @Test
  void passesOverTheKnownCentroid() {
    int[][] others = LINE.nearestExcept(new float[] {1, 1}, new int[] {3, 0}, 2);
    assertArrayEquals(new int[][] {{1, 4}, {1, 3}}, others);
  }

  @Test
  void givesAllWhereThereAreNoMore() {
    assertArrayEquals(new int[][] {{1, 3, 4, 2, 0}}, LINE.nearest(new float[] {1}, 1, 9));
    assertArrayEquals(
        new int[][] {{3, 4, 2, 0}}, LINE.nearestExcept(new float[] {1}, new int[] {1}, 9));
    assertArrayEquals(new int[][] {{}}, LINE.nearest(new float[] {1}, 1, 0));
  }

  /** 2500 centroids lie in three panels; whole numbers give many ties. */
  @Test
  void agreesWithASortOfAllCentroidsOverPanels() {
    int k = 2500;
    SplittableRandom random = new SplittableRandom(1);
    float[] centroids = new float[k * 2];
    for (int i = 0; i < centroids.length; i++) {
      centroids[i] = random.nextInt(-9, 10);
    }
    float[] rows = {1, 2, -3, 1, 0, 0};
    int[][] nearest = new NearestSeveral(centroids, 2).nearest(rows, 3, 40);
    assertEquals(3, nearest.length);
    for (int row = 0; row < 3; row++) {
      float x = rows[2 * row];
      float y = rows[2 * row + 1];
      int[] sorted =
          IntStream.range(0, k)
              .boxed()
              .sorted(
                  Comparator.comparingDouble(
                      (Integer c) -> 0.0 - (x * centroids[2 * c] + y * centroids[2 * c + 1])))
              .mapToInt(Integer::intValue)
              .toArray();
      assertArrayEquals(Arrays.copyOf(sorted, 40), nearest[row]);
    }
  }
}
