package dev.winnow.transforms.dedup.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.cluster.ClusterRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class EmbeddingNeighboursTest {

  private static final int ROWS = 400;
  private static final int DIM = 12;

  private static float[][] vectors(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] vectors = new float[ROWS][DIM];
    for (float[] vector : vectors) {
      for (int j = 0; j < DIM; j++) {
        vector[j] = (float) (random.nextDouble() - 0.5);
      }
      vector[random.nextInt(DIM)] += 1;
    }
    return vectors;
  }

  private static Set<String> pairs(
      float[][] vectors, int partitions, int neighbours, int probes, int blockFloats) {
    Dataset<Row> rows = ClusterRows.dataset(vectors, partitions);
    NearImageOptions options = new NearImageOptions(20, 0.9, neighbours, probes, Set.of(), 7);
    Set<String> pairs = new TreeSet<>();
    for (Row row :
        new EmbeddingNeighbours(options, blockFloats, line -> {}).apply(rows).collectAsList()) {
      assertTrue(row.getString(0).compareTo(row.getString(1)) < 0, row.toString());
      pairs.add(row.getString(0) + " " + row.getString(1));
    }
    return pairs;
  }

  private static Set<String> byBruteForce(float[][] vectors, int neighbours) {
    Set<String> pairs = new TreeSet<>();
    for (int i = 0; i < vectors.length; i++) {
      double[] cosines = new double[vectors.length];
      List<Integer> others = new ArrayList<>();
      for (int j = 0; j < vectors.length; j++) {
        double dot = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int d = 0; d < DIM; d++) {
          dot += (double) vectors[i][d] * vectors[j][d];
          squares += (double) vectors[i][d] * vectors[i][d];
          otherSquares += (double) vectors[j][d] * vectors[j][d];
        }
        cosines[j] = dot / Math.sqrt(squares * otherSquares);
        if (i != j) {
          others.add(j);
        }
      }
      others.sort(Comparator.comparingDouble(j -> -cosines[j]));
      for (int j : others.subList(0, neighbours)) {
        String a = String.valueOf(i);
        String b = String.valueOf(j);
        pairs.add(a.compareTo(b) < 0 ? a + " " + b : b + " " + a);
      }
    }
    return pairs;
  }

  @Test
  void probingAllClustersFindsTheNearestOfAllRows() {
    float[][] vectors = vectors(1);
    assertEquals(byBruteForce(vectors, 3), pairs(vectors, 2, 3, ROWS, 1 << 24));
  }

  @Test
  void someProbesFindMostOfThem() {
    float[][] vectors = vectors(2);
    Set<String> expected = byBruteForce(vectors, 3);
    Set<String> found = pairs(vectors, 2, 3, 4, 1 << 24);
    found.retainAll(expected);
    assertTrue(found.size() >= 0.7 * expected.size(), found.size() + " of " + expected.size());
  }

  @Test
  void neitherPartitionsNorBlocksChangeThePairs() {
    float[][] vectors = vectors(3);
    Set<String> expected = pairs(vectors, 1, 3, 4, 1 << 24);
    assertEquals(expected, pairs(vectors, 7, 3, 4, 1 << 24));
    assertEquals(expected, pairs(vectors, 2, 3, 4, 5 * DIM));
  }

  @Test
  void equalRowsAreNeighboursOfTheLowestIds() {
    float[][] vectors = new float[200][4];
    for (float[] vector : vectors) {
      vector[1] = 1;
    }
    Set<String> found = pairs(vectors, 2, 2, 4, 1 << 24);
    assertTrue(found.contains("0 1") && found.contains("0 57") && found.contains("1 57"));
    assertEquals(2 * (200 - 3) + 3, found.size());
  }

  @Test
  void oneRowHasNoNeighbour() {
    assertEquals(Set.of(), pairs(new float[][] {{1, 0}}, 1, 5, 4, 1 << 24));
  }
}
