package dev.winnow.transforms.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.dedup.Rule;
import dev.winnow.transforms.dedup.WhichToKeep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SemanticDuplicatesTest {

  private static final CentroidTree PROTOTYPES = Point.prototypes(4, 12, 3);

  private static SemanticOptions options(double epsilon, Rule rule, int probes) {
    return new SemanticOptions(epsilon, rule, WhichToKeep.HARD, 7, probes);
  }

  private static List<Row> dropped(
      SemanticOptions options, List<Point> points, int partitions, int partitionRows) {
    try (SemanticDuplicates duplicates =
        new SemanticDuplicates(
            options, Point.dataset(points, partitions), PROTOTYPES, partitionRows, 1000)) {
      return duplicates.duplicates().collectAsList();
    }
  }

  private static List<Row> dropped(SemanticOptions options, List<Point> points) {
    return dropped(options, points, 2, 16);
  }

  private static Set<String> kept(List<Point> points, List<Row> dropped) {
    Set<String> kept = points.stream().map(Point::id).collect(Collectors.toSet());
    dropped.forEach(row -> assertTrue(kept.remove(row.getString(0)), "dropped twice: " + row));
    return kept;
  }

  /**
   * Compares the rules on five points, each 10 degrees from the next. Rows are close if they are
   * less than 12 degrees apart.
   */
  @Test
  void fivePointsOnAnArcHaveThreeAnswers() {
    List<Point> arc = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      arc.add(Point.atAngle("p" + i, 10 * i));
    }
    double epsilon = 1 - Math.cos(Math.toRadians(12));
    assertEquals(Set.of("p0"), kept(arc, dropped(options(epsilon, Rule.REFERENCE, 0), arc)));
    assertEquals(
        Set.of("p0", "p2", "p4"), kept(arc, dropped(options(epsilon, Rule.GREEDY, 0), arc)));
    assertEquals(Set.of("p0"), kept(arc, dropped(options(epsilon, Rule.COMPONENTS, 0), arc)));
    for (Row row : dropped(options(epsilon, Rule.REFERENCE, 0), arc)) {
      int i = row.getString(0).charAt(1) - '0';
      assertEquals("p" + (i - 1), row.getString(1));
      assertEquals("p0", row.getString(2));
      assertEquals(Math.cos(Math.toRadians(10)), row.getDouble(3), 1e-6);
      assertEquals(row.getDouble(3), row.getDouble(5));
      assertEquals("reference", row.getString(6));
    }
  }

  /**
   * Takes three points of which the middle one is last in the order: both ends are close to it
   * only.
   */
  @Test
  void aRowThatIsCloseToLaterRowsOnlyHangsFromOneOfThem() {
    List<Point> points =
        List.of(
            Point.atAngle("a", 0),
            Point.atAngle("b", 20),
            new Point("c", 0, 0, Point.atAngle("c", 10).vector()));
    double epsilon = 1 - Math.cos(Math.toRadians(12));
    assertEquals(Set.of("a", "b"), kept(points, dropped(options(epsilon, Rule.GREEDY, 0), points)));
    Map<String, String> of = new HashMap<>();
    for (Row row : dropped(options(epsilon, Rule.COMPONENTS, 0), points)) {
      of.put(row.getString(0), row.getString(1));
      assertEquals("a", row.getString(2));
    }
    assertEquals(Map.of("c", "a", "b", "c"), of);
  }

  @ParameterizedTest
  @EnumSource(WhichToKeep.class)
  void theOrderDecidesWhichOfTwoRowsStays(WhichToKeep which) {
    List<Point> points =
        List.of(
            new Point("b", 0, 0.25, new float[] {1, 0}),
            new Point("a", 0, 0.5, new float[] {1, 0}));
    SemanticOptions options = new SemanticOptions(0.01, Rule.REFERENCE, which, 7, 0);
    Set<String> kept = kept(points, dropped(options, points));
    switch (which) {
      case HARD -> assertEquals(Set.of("a"), kept);
      case EASY -> assertEquals(Set.of("b"), kept);
      case RANDOM -> {
        Set<Set<String>> seen = new HashSet<>();
        for (long seed = 0; seed < 8; seed++) {
          seen.add(
              kept(
                  points, dropped(new SemanticOptions(0.01, Rule.GREEDY, which, seed, 0), points)));
        }
        assertEquals(Set.of(Set.of("a"), Set.of("b")), seen);
      }
    }
  }

  @Test
  void theGreedyRuleKeepsTheRowsOfTheReferenceRuleAndMore() {
    List<Point> points = Point.walks(300, PROTOTYPES, 0.25, 5);
    Set<String> reference = kept(points, dropped(options(0.06, Rule.REFERENCE, 0), points));
    Set<String> greedy = kept(points, dropped(options(0.06, Rule.GREEDY, 0), points));
    Set<String> components = kept(points, dropped(options(0.06, Rule.COMPONENTS, 0), points));
    assertTrue(greedy.containsAll(reference));
    assertTrue(reference.containsAll(components));
    assertTrue(greedy.size() > reference.size() && reference.size() > components.size());
  }

  @Test
  void aLargerEpsilonKeepsLessUnderTheReferenceRule() {
    List<Point> points = Point.walks(200, PROTOTYPES, 0.25, 6);
    Set<String> before = kept(points, List.of());
    for (double epsilon : new double[] {1e-3, 0.02, 0.06, 0.3, 2}) {
      Set<String> kept = kept(points, dropped(options(epsilon, Rule.REFERENCE, 0), points));
      assertTrue(before.containsAll(kept) && kept.size() < before.size(), "epsilon " + epsilon);
      before = kept;
    }
    assertEquals(points.stream().map(Point::cluster).distinct().count(), before.size());
  }

  @ParameterizedTest
  @EnumSource(
      value = Rule.class,
      names = {"GREEDY", "COMPONENTS"})
  void deduplicatingTwiceChangesNothing(Rule rule) {
    List<Point> points = Point.walks(200, PROTOTYPES, 0.25, 8);
    Set<String> once = kept(points, dropped(options(0.06, rule, 0), points));
    List<Point> rest = points.stream().filter(p -> once.contains(p.id())).toList();
    assertEquals(List.of(), dropped(options(0.06, rule, 0), rest));
  }

  /** Takes 500 copies and 500 rows without copies, in one cluster. */
  @ParameterizedTest
  @EnumSource(Rule.class)
  void keepsOneOfFiveHundredCopies(Rule rule) {
    SplittableRandom random = new SplittableRandom(9);
    float[] copy = Point.unit(random, 32);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      boolean copied = i % 2 == 0;
      points.add(
          new Point(
              "r%04d".formatted(i), 0, copied ? 0.1 : 0.2, copied ? copy : Point.unit(random, 32)));
    }
    List<Row> dropped = dropped(options(0.05, rule, 0), points, 3, 128);
    assertEquals(499, dropped.size());
    for (Row row : dropped) {
      assertEquals("r0000", row.getString(2));
      assertEquals("r0000", row.getString(1));
      assertEquals(1, row.getDouble(3), 1e-6);
    }
  }

  @ParameterizedTest(name = "{0}, {1} probes")
  @CsvSource({"REFERENCE, 0", "GREEDY, 1", "COMPONENTS, 1"})
  void chainsOfWitnessesEndAtARowThatStaysAndNeverCircle(Rule rule, int probes) {
    List<Point> points = Point.walks(250, PROTOTYPES, 0.25, 10);
    Map<String, Point> byId = points.stream().collect(Collectors.toMap(Point::id, p -> p));
    List<Row> dropped = dropped(options(0.06, rule, probes), points);
    Map<String, String> of = new HashMap<>();
    dropped.forEach(row -> of.put(row.getString(0), row.getString(1)));
    for (Row row : dropped) {
      String at = row.getString(0);
      int steps = 0;
      while (of.containsKey(at)) {
        at = of.get(at);
        assertTrue(++steps <= points.size(), "a circle at " + row);
      }
      assertEquals(row.getString(2), at);
      float dot = byId.get(row.getString(0)).dot(byId.get(row.getString(1)));
      assertEquals(Math.min(1f, dot), row.getDouble(3));
      assertTrue(row.getDouble(3) > 1 - 0.06);
    }
  }

  @Test
  void noCosineIsAboveOneAndATinyEpsilonRemovesOnlyEquals() {
    List<Point> points = Point.walks(200, PROTOTYPES, 0.25, 12);
    for (Row row : dropped(options(1e-6, Rule.REFERENCE, 0), points)) {
      assertTrue(row.getDouble(3) <= 1 && row.getDouble(3) > 1 - 1e-6);
    }
    assertEquals(List.of(), dropped(options(1e-300, Rule.REFERENCE, 0), points));
  }

  @Test
  void anEpsilonOfTwoLeavesOneOfEveryCluster() {
    List<Point> points = Point.walks(60, PROTOTYPES, 0.25, 13);
    for (Rule rule : Rule.values()) {
      assertEquals(
          points.stream().map(Point::cluster).distinct().count(),
          kept(points, dropped(options(2, rule, 0), points)).size());
    }
  }

  @Test
  void rowsThatAreAloneInTheirClusterStay() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      points.add(new Point("r" + i, i, 0, new float[] {1, 0}));
    }
    for (Rule rule : Rule.values()) {
      assertEquals(List.of(), dropped(options(0.5, rule, 0), points));
    }
  }

  @Test
  void aZeroVectorIsCloseToNone() {
    List<Point> points =
        List.of(
            new Point("a", 0, 1, new float[] {0, 0}),
            new Point("b", 0, 1, new float[] {0, 0}),
            new Point("c", 0, 0, new float[] {1, 0}));
    for (Rule rule : Rule.values()) {
      assertEquals(List.of(), dropped(options(0.9, rule, 0), points));
    }
  }

  @Test
  void noInputGivesNoOutput() {
    for (Rule rule : Rule.values()) {
      assertEquals(List.of(), dropped(options(0.5, rule, 1), List.of()));
    }
  }

  @Test
  void rejectsOptionsOutsideTheirRange() {
    assertEquals(
        "epsilon must be in (0, 2], got 0.0",
        assertThrows(IllegalArgumentException.class, () -> options(0, Rule.GREEDY, 0))
            .getMessage());
    assertEquals(
        "epsilon must be in (0, 2], got NaN",
        assertThrows(IllegalArgumentException.class, () -> options(Double.NaN, Rule.GREEDY, 0))
            .getMessage());
    assertEquals(
        "probes must be at least 0, got -1",
        assertThrows(IllegalArgumentException.class, () -> options(0.1, Rule.GREEDY, -1))
            .getMessage());
    assertEquals(
        "probes need prototypes, got probes 2 and none",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new SemanticDuplicates(
                        options(0.1, Rule.GREEDY, 2), Point.dataset(List.of(), 1)))
            .getMessage());
  }

  @Test
  void rejectsVectorsOfDifferentLengths() {
    List<Point> points =
        List.of(
            new Point("a", 0, 1, new float[] {1, 0}), new Point("b", 0, 1, new float[] {1, 0, 0}));
    assertEquals(
        "embeddings must have one length of at least 1, got lengths from 2 to 3",
        assertThrows(
                IllegalArgumentException.class, () -> dropped(options(0.1, Rule.GREEDY, 0), points))
            .getMessage());
  }
}
