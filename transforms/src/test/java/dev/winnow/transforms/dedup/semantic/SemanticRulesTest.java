package dev.winnow.transforms.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.dedup.Rule;
import dev.winnow.transforms.dedup.WhichToKeep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the rules on Spark with a comparison of all pairs one by one. */
class SemanticRulesTest {

  private static final CentroidTree PROTOTYPES = Point.prototypes(4, 12, 3);

  /**
   * Division of the work.
   *
   * @param partitions number of partitions of the input
   * @param partitionRows approximate number of sorted rows in a partition
   * @param oneTask number of pairs up to which no components are needed
   */
  private record Cut(int partitions, int partitionRows, long oneTask) {}

  private static List<String> dropped(List<Point> points, Rule rule, int probes, Cut cut) {
    SemanticOptions options = new SemanticOptions(0.06, rule, WhichToKeep.HARD, 7, probes);
    try (SemanticDuplicates duplicates =
        new SemanticDuplicates(
            options,
            Point.dataset(points, cut.partitions),
            PROTOTYPES,
            cut.partitionRows,
            cut.oneTask)) {
      return duplicates.duplicates().collectAsList().stream()
          .map(
              row ->
                  BruteForce.line(
                      row.getString(0),
                      row.getString(1),
                      row.getString(2),
                      row.getDouble(3),
                      row.getInt(4)))
          .sorted()
          .toList();
    }
  }

  /** Varies the sizes of partitions and blocks, and the order of the rows. */
  @ParameterizedTest(name = "{0}, {1} probes")
  @CsvSource({
    "REFERENCE, 0",
    "REFERENCE, 2",
    "GREEDY, 0",
    "GREEDY, 2",
    "COMPONENTS, 0",
    "COMPONENTS, 2"
  })
  void everyRuleIsThatOfAllPairsHoweverTheWorkIsCut(Rule rule, int probes) {
    List<Point> points = new ArrayList<>(Point.walks(100, PROTOTYPES, 0.25, 11));
    List<String> expected = new BruteForce(points, 0.06, PROTOTYPES, probes).dropped(rule);
    assertTrue(expected.size() > 20, "too few rows for a comparison: " + expected.size());
    for (Cut cut : List.of(new Cut(1, 1000, 1000), new Cut(7, 30, 0), new Cut(64, 12, 1000))) {
      Collections.shuffle(points, new Random(cut.partitions));
      assertEquals(expected, dropped(points, rule, probes, cut), cut.toString());
    }
  }

  @Test
  void probesFindDuplicatesAcrossClusters() {
    List<Point> points = Point.walks(100, PROTOTYPES, 0.25, 11);
    List<String> without = new BruteForce(points, 0.06, PROTOTYPES, 0).dropped(Rule.REFERENCE);
    List<String> with = new BruteForce(points, 0.06, PROTOTYPES, 2).dropped(Rule.REFERENCE);
    assertNotEquals(without.size(), with.size());
  }
}
