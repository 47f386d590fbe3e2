package dev.winnow.transforms.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.dedup.Rule;
import dev.winnow.transforms.dedup.WhichToKeep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweptEpsilonsTest {

  private static final CentroidTree PROTOTYPES = Point.prototypes(12, 8, 4);

  private static SemanticOptions options(double epsilon) {
    return new SemanticOptions(epsilon, Rule.REFERENCE, WhichToKeep.HARD, 1, 0);
  }

  private static List<Row> sweep(List<Point> points, double epsilon, int partitions) {
    try (SemanticDuplicates duplicates =
        new SemanticDuplicates(
            options(epsilon), Point.dataset(points, partitions), null, 20, 1000)) {
      return SweptEpsilons.sweep(duplicates).collectAsList();
    }
  }

  @Test
  void eachRowCountsTheRowsThatItsEpsilonRemoves() {
    List<Point> points = Point.walks(200, PROTOTYPES, 0.3, 1);
    List<Row> swept = sweep(points, 0.06, 3);
    assertEquals(21, swept.size());
    assertEquals(1e-4, swept.get(0).getDouble(0));
    assertEquals(0.5, swept.get(20).getDouble(0));
    double before = 0;
    for (Row row : swept) {
      double epsilon = row.getDouble(0);
      assertTrue(epsilon > before, "not ascending at " + epsilon);
      before = epsilon;
      List<String> dropped = new BruteForce(points, epsilon, PROTOTYPES, 0).dropped(Rule.REFERENCE);
      assertEquals(dropped.size(), row.getLong(1), "epsilon " + epsilon);
      assertEquals(dropped.size() / 200.0, row.getDouble(2));
      List<Row> above = row.getList(3);
      assertEquals(Math.min(3, dropped.size()), above.size());
      List<Double> cosines =
          dropped.stream().map(line -> Double.valueOf(line.split(" ")[3])).sorted().toList();
      for (int i = 0; i < above.size(); i++) {
        assertEquals(cosines.get(i), above.get(i).getDouble(2));
        String pair = above.get(i).getString(0) + " " + above.get(i).getString(1) + " ";
        assertTrue(dropped.stream().anyMatch(line -> line.startsWith(pair)), pair);
      }
      List<Row> below = row.getList(4);
      double last = 1 - epsilon;
      for (Row pair : below) {
        assertTrue(pair.getDouble(2) <= last);
        last = pair.getDouble(2);
      }
      assertEquals(3, below.size());
    }
  }

  @Test
  void doesNotDependOnRowOrderOrPartitioning() {
    List<Point> points = new ArrayList<>(Point.walks(150, PROTOTYPES, 0.3, 2));
    String expected = sweep(points, 0.06, 1).toString();
    Collections.shuffle(points, new Random(5));
    assertEquals(expected, sweep(points, 0.06, 7).toString());
  }

  /** Takes twelve clusters, of which a tenth is two. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.6, 0.9, 1})
  void aTargetIsMetOnATenthOfTheClusters(double target) {
    List<Point> points = Point.walks(600, PROTOTYPES, 0.3, 3);
    EpsilonForTarget chosen =
        EpsilonForTarget.choose(target, Point.dataset(points, 3), WhichToKeep.HARD, 5);
    assertEquals(2, chosen.clusters());
    // Some points occur twice, and no epsilon separates equal points.
    assertEquals(target, (double) chosen.rowsKept() / chosen.rows(), target == 1 ? 0.2 : 0.02);
    assertTrue(chosen.epsilon() >= 1e-6 && chosen.epsilon() <= 2);
  }

  @Test
  void aTargetThatOneRowOfEachClusterMeetsTakesAllOthers() {
    List<Point> points = Point.walks(600, PROTOTYPES, 0.3, 3);
    EpsilonForTarget chosen =
        EpsilonForTarget.choose(1e-9, Point.dataset(points, 3), WhichToKeep.HARD, 5);
    assertEquals(2, chosen.epsilon());
    assertEquals(2, chosen.rowsKept());
  }

  @Test
  void rejectsATargetOutsideItsRange() {
    assertEquals(
        "targetFraction must be in (0, 1], got 1.5",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    EpsilonForTarget.choose(1.5, Point.dataset(List.of(), 1), WhichToKeep.HARD, 5))
            .getMessage());
  }
}
