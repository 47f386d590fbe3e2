package dev.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DuplicateGroupsTest {

  private static final StructType PAIRS =
      new StructType()
          .add("left_id", DataTypes.StringType)
          .add("right_id", DataTypes.StringType)
          .add("similarity", DataTypes.DoubleType)
          .add("rule", DataTypes.StringType);
  private static final StructType ORDER =
      new StructType().add("id", DataTypes.StringType).add("place", DataTypes.LongType);
  private static final List<String> COLUMNS =
      List.of("id", "duplicate_of", "representative", "similarity", "rule");

  private static Row pair(String left, String right, double similarity) {
    return RowFactory.create(left, right, similarity, "looks");
  }

  /** Returns the ids with ascending places. */
  private static List<Row> order(String... ids) {
    return IntStream.range(0, ids.length)
        .mapToObj(i -> RowFactory.create(ids[i], (long) i))
        .toList();
  }

  private static Map<String, Dropped> dropped(
      DuplicateGroups groups, int partitions, List<Row> pairs, List<Row> order) {
    return ShufflePartitions.of(
        partitions,
        () -> {
          Dataset<Row> rows =
              groups.apply(
                  LocalSpark.rows(PAIRS, partitions, pairs),
                  LocalSpark.rows(ORDER, partitions, order));
          assertEquals(COLUMNS, List.of(rows.columns()));
          Map<String, Dropped> found = new TreeMap<>();
          for (Row row : rows.collectAsList()) {
            Dropped dropped =
                new Dropped(row.getString(1), row.getString(2), row.getDouble(3), row.getString(4));
            assertEquals(null, found.put(row.getString(0), dropped), "a row is dropped once");
          }
          return found;
        });
  }

  private record Dropped(
      String duplicateOf, String representative, double similarity, String rule) {}

  @Test
  void greedyKeepsEverySecondRowOfAChainAndComponentsTheFirst() {
    List<Row> pairs = List.of(pair("a", "b", 0.9), pair("c", "b", 0.8), pair("c", "d", 0.7));
    List<Row> order = order("a", "b", "c", "d");
    assertEquals(
        Map.of("b", new Dropped("a", "a", 0.9, "looks"), "d", new Dropped("c", "c", 0.7, "looks")),
        dropped(new DuplicateGroups(Rule.GREEDY), 2, pairs, order));
    assertEquals(
        Map.of(
            "b", new Dropped("a", "a", 0.9, "looks"),
            "c", new Dropped("b", "a", 0.8, "looks"),
            "d", new Dropped("c", "a", 0.7, "looks")),
        dropped(new DuplicateGroups(Rule.COMPONENTS), 2, pairs, order));
  }

  @Test
  void theWitnessIsTheMostSimilarRowThatMayBeOneAndThenTheEarlier() {
    List<Row> pairs =
        List.of(
            pair("a", "d", 0.8),
            pair("b", "d", 0.9),
            pair("c", "d", 0.9),
            pair(
                "e", "d",
                1.0)); // The row e is later, so it can't be a witness under the greedy rule.
    List<Row> order = order("a", "c", "b", "d", "e");
    Map<String, Dropped> greedy = dropped(new DuplicateGroups(Rule.GREEDY), 1, pairs, order);
    assertEquals(Map.of("d", new Dropped("c", "c", 0.9, "looks")), greedy);
    Map<String, Dropped> components =
        dropped(new DuplicateGroups(Rule.COMPONENTS), 1, pairs, order);
    assertEquals(new Dropped("a", "a", 0.8, "looks"), components.get("d"));
    assertEquals(new Dropped("d", "a", 1.0, "looks"), components.get("e"));
  }

  @Test
  void aPairGivenTwiceCountsOnceWithItsGreatestSimilarityAndThenTheLesserName() {
    List<Row> pairs =
        List.of(
            RowFactory.create("a", "b", 0.5, "bag"),
            RowFactory.create("b", "a", 0.75, "shingles"),
            RowFactory.create("b", "a", 0.75, "pixels"),
            RowFactory.create("a", "a", 1.0, "itself"));
    for (Rule rule : List.of(Rule.GREEDY, Rule.COMPONENTS)) {
      assertEquals(
          Map.of("b", new Dropped("a", "a", 0.75, "pixels")),
          dropped(new DuplicateGroups(rule), 2, pairs, order("a", "b", "unrelated")));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {4, 6})
  void agreesWithASequentialScanWhateverThePartitionsAndTheWay(int seed) {
    Case random = Case.of(seed, 120, 60 + 50 * seed);
    Map<String, Dropped> expected = random.greedy();
    for (long taskEdges : new long[] {0, 20, 1000}) {
      assertEquals(
          expected,
          dropped(new DuplicateGroups(Rule.GREEDY, taskEdges), 3, random.pairs, random.order));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {7, 9})
  void agreesWithAPlainBreadthFirstSearchWhateverThePartitionsAndTheWay(int seed) {
    Case random = Case.of(seed, 120, 40 + 10 * seed);
    Map<String, Dropped> expected = random.components();
    for (long taskEdges : new long[] {0, 20, 1000}) {
      assertEquals(
          expected,
          dropped(new DuplicateGroups(Rule.COMPONENTS, taskEdges), 3, random.pairs, random.order));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GREEDY", "COMPONENTS"})
  void isTheSameTableInOneSevenAndSixtyFourPartitions(Rule rule) {
    Case random = Case.of(10, 80, 110);
    Map<String, Dropped> expected =
        dropped(new DuplicateGroups(rule), 1, random.pairs, random.order);
    assertEquals(expected, dropped(new DuplicateGroups(rule), 7, random.pairs, random.order));
    assertEquals(expected, dropped(new DuplicateGroups(rule), 64, random.pairs, random.order));
  }

  @ParameterizedTest
  @EnumSource(names = {"GREEDY", "COMPONENTS"})
  void keptRowsHaveNoPairAndASecondRunDropsNothing(Rule rule) {
    Case random = Case.of(11, 100, 150);
    Map<String, Dropped> dropped =
        dropped(new DuplicateGroups(rule), 2, random.pairs, random.order);
    for (Map.Entry<String, Dropped> row : dropped.entrySet()) {
      assertNotEquals(row.getKey(), row.getValue().duplicateOf());
      assertTrue(!dropped.containsKey(row.getValue().representative()), "the representative stays");
      String end = row.getValue().duplicateOf();
      for (int steps = 0; dropped.containsKey(end); steps++) {
        assertTrue(steps < 100, "a chain of witnesses ends");
        end = dropped.get(end).duplicateOf();
      }
      assertEquals(row.getValue().representative(), end);
    }
    List<Row> left =
        random.pairs.stream()
            .filter(
                p -> !dropped.containsKey(p.getString(0)) && !dropped.containsKey(p.getString(1)))
            .toList();
    assertEquals(Map.of(), dropped(new DuplicateGroups(rule), 2, left, random.order));
  }

  @Test
  void representativesThatALaterStepDropsAreReplacedByTheirs() {
    List<Row> first = List.of(pair("a", "a2", 1), pair("b", "b2", 1));
    List<Row> second = List.of(pair("a", "b", 0.9));
    List<Row> order = order("a", "a2", "b", "b2");
    DuplicateGroups groups = new DuplicateGroups(Rule.GREEDY);
    Dataset<Row> places = LocalSpark.rows(ORDER, 1, order);
    List<Row> moved =
        DuplicateGroups.representedThrough(
                groups.apply(LocalSpark.rows(PAIRS, 1, first), places),
                groups.apply(LocalSpark.rows(PAIRS, 1, second), places))
            .orderBy("id")
            .collectAsList();
    assertEquals(
        List.of(
            RowFactory.create("a2", "a", "a", 1.0, "looks"),
            RowFactory.create("b2", "b", "a", 1.0, "looks")),
        moved);
  }

  @Test
  void rejectsTheReferenceRule() {
    Exception failure =
        assertThrows(IllegalArgumentException.class, () -> new DuplicateGroups(Rule.REFERENCE));
    assertEquals(
        "rule must be GREEDY or COMPONENTS for given pairs, got REFERENCE", failure.getMessage());
  }

  @Test
  void noPairsDropNothing() {
    for (Rule rule : List.of(Rule.GREEDY, Rule.COMPONENTS)) {
      assertEquals(Map.of(), dropped(new DuplicateGroups(rule), 1, List.of(), order("a")));
    }
  }

  @Test
  void anIdWithoutAPlaceAndASimilarityThatIsNoNumberFailTheJob() {
    DuplicateGroups groups = new DuplicateGroups(Rule.GREEDY);
    Exception unknown =
        assertThrows(
            Exception.class, () -> dropped(groups, 1, List.of(pair("a", "lost", 0.5)), order("a")));
    assertTrue(
        String.valueOf(unknown).contains("order must hold every id of the pairs, it lacks lost"));
    Exception nan =
        assertThrows(
            Exception.class,
            () -> dropped(groups, 1, List.of(pair("a", "b", Double.NaN)), order("a", "b")));
    assertTrue(String.valueOf(nan).contains("similarity must be a number, got NaN"));
  }

  /** A random graph, with its rows in a random order and the results of plain scans. */
  private record Case(List<Row> pairs, List<Row> order) {

    static Case of(int seed, int rows, int edges) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Row> pairs = new ArrayList<>();
      for (int i = 0; i < edges; i++) {
        // Few similarities, so that many tie.
        pairs.add(
            pair(
                "r" + random.nextInt(rows),
                "r" + random.nextInt(rows),
                (1 + random.nextInt(4)) / 4.0));
      }
      int[] places = IntStream.range(0, rows).toArray();
      for (int i = rows - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swapped = places[i];
        places[i] = places[j];
        places[j] = swapped;
      }
      List<Row> order = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        order.add(RowFactory.create("r" + i, (long) places[i]));
      }
      return new Case(pairs, order);
    }

    private List<String> ranked() {
      return order.stream()
          .sorted((a, b) -> Long.compare(a.getLong(1), b.getLong(1)))
          .map(row -> row.getString(0))
          .toList();
    }

    private double similarity(String a, String b) {
      return pairs.stream()
          .filter(
              p ->
                  p.getString(0).equals(a) && p.getString(1).equals(b)
                      || p.getString(0).equals(b) && p.getString(1).equals(a))
          .mapToDouble(p -> p.getDouble(2))
          .max()
          .orElse(-1);
    }

    Map<String, Dropped> greedy() {
      Map<String, Dropped> dropped = new TreeMap<>();
      List<String> kept = new ArrayList<>();
      for (String row : ranked()) {
        String witness = null;
        double best = 0;
        for (String earlier : kept) {
          double similarity = similarity(earlier, row);
          if (similarity > best) {
            witness = earlier;
            best = similarity;
          }
        }
        if (witness == null) {
          kept.add(row);
        } else {
          dropped.put(row, new Dropped(witness, witness, best, "looks"));
        }
      }
      return dropped;
    }

    Map<String, Dropped> components() {
      Map<String, Dropped> dropped = new TreeMap<>();
      List<String> ranked = ranked();
      List<String> seen = new ArrayList<>();
      for (String root : ranked) {
        List<String> level = seen.contains(root) ? List.of() : List.of(root);
        seen.addAll(level);
        while (!level.isEmpty()) {
          List<String> further = new ArrayList<>();
          for (String row : ranked) {
            String witness = null;
            double best = 0;
            for (String nearer : ranked) {
              double similarity = level.contains(nearer) ? similarity(nearer, row) : -1;
              if (similarity > best) {
                witness = nearer;
                best = similarity;
              }
            }
            if (witness != null && !seen.contains(row)) {
              further.add(row);
              dropped.put(row, new Dropped(witness, root, best, "looks"));
            }
          }
          seen.addAll(further);
          level = further;
        }
      }
      return dropped;
    }
  }
}
