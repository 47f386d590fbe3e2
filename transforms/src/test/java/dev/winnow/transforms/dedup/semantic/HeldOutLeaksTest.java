package dev.winnow.transforms.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.cluster.levels.CentroidTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeldOutLeaksTest {

  private static final CentroidTree PROTOTYPES = Point.prototypes(1, 8, 3);

  private static List<String> leaks(
      double epsilon, List<Point> corpus, List<Point> heldOut, int partitions, int chunkRows) {
    try (HeldOutLeaks leaks =
        new HeldOutLeaks(
            epsilon,
            Point.dataset(corpus, partitions),
            Point.dataset(heldOut, partitions),
            chunkRows)) {
      return leaks.rows().collectAsList().stream()
          .map(row -> row.getString(0) + " " + row.getString(1) + " " + row.getDouble(2))
          .sorted()
          .toList();
    }
  }

  @Test
  void findsTheClosestHeldOutRowHoweverTheWorkIsCut() {
    List<Point> all = Point.walks(300, PROTOTYPES, 0.3, 1);
    List<Point> corpus = new ArrayList<>(all.subList(0, 200));
    // Held-out rows are copies and neighbours of those of the corpus, and strangers.
    List<Point> heldOut = new ArrayList<>(all.subList(180, 300));
    List<Point> byId = new ArrayList<>(heldOut);
    byId.sort(Comparator.comparing(Point::id));
    List<String> expected = new ArrayList<>();
    for (Point row : corpus) {
      Point best = null;
      for (Point held : byId) {
        best = best == null || row.dot(held) > row.dot(best) ? held : best;
      }
      double cosine = Math.min(1f, row.dot(best));
      if (cosine > 0.9) {
        expected.add(row.id() + " " + best.id() + " " + cosine);
      }
    }
    Collections.sort(expected);
    assertTrue(expected.size() >= 20, expected.size() + " leaks");
    int[][] cuts = {{1, 1000}, {7, 11}};
    for (int[] cut : cuts) {
      Collections.shuffle(corpus, new Random(cut[0]));
      Collections.shuffle(heldOut, new Random(cut[0]));
      assertEquals(expected, leaks(0.1, corpus, heldOut, cut[0], cut[1]));
    }
  }

  @Test
  void equalHeldOutRowsGiveTheLowestId() {
    List<Point> heldOut =
        List.of(Point.atAngle("c", 10), Point.atAngle("b", 10), Point.atAngle("a", 90));
    assertEquals(
        "x b", leaks(0.1, List.of(Point.atAngle("x", 11)), heldOut, 3, 1).get(0).substring(0, 3));
  }

  @Test
  void noHeldOutRowsGiveNoLeaks() {
    assertEquals(List.of(), leaks(0.1, List.of(Point.atAngle("x", 11)), List.of(), 1, 0));
  }

  @Test
  void rejectsVectorsOfOtherLengths() {
    List<Point> other = List.of(new Point("o", 0, 0, new float[] {1, 0, 0}));
    assertEquals(
        "vector lengths differ: the corpus has 2, the held-out rows have 3",
        assertThrows(
                IllegalArgumentException.class,
                () -> leaks(0.1, List.of(Point.atAngle("x", 11)), other, 1, 0))
            .getMessage());
  }
}
