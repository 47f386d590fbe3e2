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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules on Spark, against all pairs one by one. */
@Tag("one-line")
class SemanticRulesTest {

  private static final CentroidTree PROTOTYPES = Point.prototypes(4, 12, 3);

  /**
   * How the work is cut.
   *
   * @param partitions of the input
   * @param partitionRows of the sorted rows
   * @param oneTask pairs up to which no components are needed
   */
  private record Cut(int partitions, int partitionRows, long oneTask) {}

  private static List<String> fallen(List<Point> points, Rule rule, int probes, Cut cut) {
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

  /** Partitions and blocks of any size, rows in any order. */
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
    List<String> expected = new BruteForce(points, 0.06, PROTOTYPES, probes).fallen(rule);
    assertTrue(expected.size() > 20, "too few to tell: " + expected.size());
    for (Cut cut : List.of(new Cut(1, 1000, 1000), new Cut(7, 30, 0), new Cut(64, 12, 1000))) {
      Collections.shuffle(points, new Random(cut.partitions));
      assertEquals(expected, fallen(points, rule, probes, cut), cut.toString());
    }
  }

  @Test
  void probesFindWhatClustersHaveParted() {
    List<Point> points = Point.walks(100, PROTOTYPES, 0.25, 11);
    List<String> without = new BruteForce(points, 0.06, PROTOTYPES, 0).fallen(Rule.REFERENCE);
    List<String> with = new BruteForce(points, 0.06, PROTOTYPES, 2).fallen(Rule.REFERENCE);
    assertNotEquals(without.size(), with.size());
  }
}
