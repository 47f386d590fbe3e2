package dev.winnow.transforms.select.zcore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.cluster.ClusterRows;
import dev.winnow.transforms.kernel.UnitVector;
import dev.winnow.transforms.select.order.Ties;
import dev.winnow.transforms.task.Draws;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Compares the scores with those of the published loop over all rows. */
class CoverageScoresTest {

  private static final int DIM = 5;
  private static final long SEED = 9;

  private static float[][] vectors(int rows) {
    Random random = new Random(4);
    float[][] vectors = new float[rows][DIM];
    for (float[] vector : vectors) {
      for (int j = 0; j < DIM; j++) {
        // Few values in the first two dimensions, so that distances are equal, also 0.
        vector[j] = j < 2 ? random.nextInt(3) : (float) random.nextGaussian();
      }
    }
    return vectors;
  }

  private static Map<String, Double> scores(
      float[][] vectors, CoverageScores scores, int partitions) {
    Map<String, Double> found = new TreeMap<>();
    for (Row row :
        scores
            .of(ClusterRows.dataset(vectors, partitions), vectors.length, DIM, SEED)
            .rows()
            .collectAsList()) {
      found.put(row.getString(0), row.getDouble(1));
    }
    return found;
  }

  /** Returns the published scores: every draw looks at every row, twice. */
  private static Map<String, Double> byBruteForce(
      float[][] vectors, int draws, int dims, int neighbours) {
    Dataset<Row> rows = ClusterRows.dataset(vectors, 1);
    List<Row> ordered =
        rows.select(
                rows.col("id"),
                rows.col("embedding"),
                Draws.number(Draws.hash(SEED, "zcore")).as("start"),
                Ties.hash(SEED).as("hash"))
            .orderBy("hash", "id")
            .collectAsList();
    int n = ordered.size();
    float[][] units = new float[n][];
    double[] score = new double[n];
    for (int i = 0; i < n; i++) {
      units[i] = UnitVector.of(vectors[Integer.parseInt(ordered.get(i).getString(0))]).vector();
      score[i] = ordered.get(i).getDouble(2);
    }
    float[][] ranges = new float[3][DIM];
    for (int j = 0; j < DIM; j++) {
      float[] column = new float[n];
      for (int i = 0; i < n; i++) {
        column[i] = units[i][j];
      }
      Arrays.sort(column);
      ranges[0][j] = column[0];
      ranges[1][j] = (float) (((double) column[(n - 1) / 2] + column[n / 2]) / 2);
      ranges[2][j] = column[n - 1];
    }
    PointDraws points = new PointDraws(ranges[0], ranges[1], ranges[2], dims, SEED);
    int[] chosen = new int[dims];
    double[] at = new double[dims];
    for (int draw = 0; draw < draws; draw++) {
      points.draw(draw, chosen, at);
      int winner = sorted(units, chosen, at.clone(), -1)[0];
      score[winner] += 1;
      for (int i = 0; i < dims; i++) {
        at[i] = units[winner][chosen[i]];
      }
      int[] nearest = sorted(units, chosen, at, winner);
      double first = distance(units[nearest[0]], chosen, at);
      if (first == 0) {
        score[nearest[0]] -= 1;
        continue;
      }
      double sum = 0;
      for (int i = 0; i < neighbours; i++) {
        sum += Math.pow(distance(units[nearest[i]], chosen, at), -4);
      }
      for (int i = 0; i < neighbours; i++) {
        score[nearest[i]] -= Math.pow(distance(units[nearest[i]], chosen, at), -4) / sum;
      }
    }
    Map<String, Double> expected = new TreeMap<>();
    for (int i = 0; i < n; i++) {
      expected.put(ordered.get(i).getString(0), score[i]);
    }
    return expected;
  }

  private static int[] sorted(float[][] rows, int[] chosen, double[] at, int except) {
    return IntStream.range(0, rows.length)
        .filter(i -> i != except)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer i) -> distance(rows[i], chosen, at))
                .thenComparing(Comparator.naturalOrder()))
        .mapToInt(i -> i)
        .toArray();
  }

  private static double distance(float[] row, int[] chosen, double[] at) {
    double distance = 0;
    for (int i = 0; i < chosen.length; i++) {
      distance += Math.abs(row[chosen[i]] - at[i]);
    }
    return distance;
  }

  @Test
  void scoresAreThoseOfTheLoopOverAllRows() {
    float[][] vectors = vectors(120);
    for (int dims : new int[] {1, 2, 3}) {
      Map<String, Double> expected = byBruteForce(vectors, 300, dims, 7);
      Map<String, Double> found = scores(vectors, new CoverageScores(300, dims, 7), 2);
      assertEquals(expected.keySet(), found.keySet());
      expected.forEach((id, score) -> assertEquals(score, found.get(id), 1e-6, id));
    }
  }

  @Test
  void neitherPartitionsNorBlocksChangeABit() {
    float[][] vectors = vectors(150);
    Map<String, Double> expected = scores(vectors, new CoverageScores(200, 2, 6), 1);
    assertEquals(expected, scores(vectors, new CoverageScores(200, 2, 6, 16 * DIM), 7));
    assertEquals(expected, scores(vectors, new CoverageScores(200, 2, 6, 40 * DIM), 64));
  }

  @Test
  void aRowAloneGetsAllPointsAndNoPenalty() {
    Map<String, Double> one = scores(vectors(1), new CoverageScores(10, 2, 3), 1);
    assertEquals(10, Math.floor(one.get("0")));
  }

  @Test
  void thereMayBeMoreDimensionsOfAPointThanOfTheEmbedding() {
    assertEquals(20, scores(vectors(20), new CoverageScores(30, 64, 3), 1).size());
  }

  @Test
  void pointsHaveDistinctDimensionsAndTriangularCoordinates() {
    PointDraws points =
        new PointDraws(
            new float[] {0, 2, 5}, new float[] {1, 2, 5}, new float[] {4, 6, 5}, 2, SEED);
    int[] chosen = new int[2];
    double[] at = new double[2];
    double sum = 0;
    int below = 0;
    int count = 0;
    int flat = 0;
    for (int draw = 0; draw < 30_000; draw++) {
      points.draw(draw, chosen, at);
      assertNotEquals(chosen[0], chosen[1]);
      for (int i = 0; i < 2; i++) {
        if (chosen[i] == 0) {
          sum += at[i];
          below += at[i] < 1 ? 1 : 0;
          count++;
        } else if (chosen[i] == 1) {
          assertTrue(at[i] >= 2 && at[i] <= 6);
        } else {
          assertEquals(5, at[i]);
          flat++;
        }
      }
    }
    // The triangular distribution (0, 1, 4) has the mean 5/3, and a quarter of it lies below 1.
    assertEquals(5 / 3.0, sum / count, 0.02);
    assertEquals(0.25, below / (double) count, 0.01);
    assertEquals(20_000, flat, 400);
  }

  @Test
  void meaninglessSettingsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new CoverageScores(0, 2, 3));
    assertThrows(IllegalArgumentException.class, () -> new CoverageScores(1, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> new CoverageScores(1, 2, 0));
  }
}
