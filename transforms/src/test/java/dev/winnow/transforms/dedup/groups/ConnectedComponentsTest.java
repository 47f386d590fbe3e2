package dev.winnow.transforms.dedup.groups;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.dedup.ShufflePartitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("line")
class ConnectedComponentsTest {

  private static final StructType SCHEMA =
      new StructType().add("a", DataTypes.StringType).add("b", DataTypes.StringType);

  private static Dataset<Row> edges(int partitions, String... ends) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ends.length; i += 2) {
      rows.add(RowFactory.create(ends[i], ends[i + 1]));
    }
    return LocalSpark.rows(SCHEMA, partitions, rows);
  }

  private static Map<String, String> collected(Dataset<Row> components) {
    assertEquals(List.of("id", "component"), List.of(components.columns()));
    Map<String, String> found = new TreeMap<>();
    for (Row row : components.collectAsList()) {
      assertEquals(null, found.put(row.getString(0), row.getString(1)), "an id occurs once");
    }
    return found;
  }

  private static Map<String, String> inRounds(Dataset<Row> edges) {
    return collected(ConnectedComponents.labelled(edges, 0).components());
  }

  /** Returns the least reachable id of each id, by relaxing every edge until nothing changes. */
  private static Map<String, String> oracle(String[] ends) {
    Map<String, String> least = new TreeMap<>();
    for (String id : ends) {
      least.put(id, id);
    }
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int i = 0; i < ends.length; i += 2) {
        String a = least.get(ends[i]);
        String b = least.get(ends[i + 1]);
        changed |= !a.equals(b);
        String lower = a.compareTo(b) < 0 ? a : b;
        least.put(ends[i], lower);
        least.put(ends[i + 1], lower);
      }
    }
    return least;
  }

  @Test
  void namesEachComponentByItsLeastId() {
    String[] ends = {"d", "c", "b", "c", "x", "y", "c", "d", "q", "q"};
    Map<String, String> expected =
        Map.of("b", "b", "c", "b", "d", "b", "x", "x", "y", "x", "q", "q");
    assertEquals(expected, collected(ConnectedComponents.of(edges(2, ends))));
    assertEquals(expected, inRounds(edges(2, ends)));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 3})
  void agreesWithAPlainSearchOnRandomGraphsWhateverThePartitions(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // There are about as many edges as ids: this gives many small components, some long ones,
    // repeated edges, and edges from an id to itself.
    String[] ends = new String[2 * 200];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = "id" + random.nextInt(150 + 100 * seed);
    }
    Map<String, String> expected = oracle(ends);
    assertEquals(expected, ShufflePartitions.of(7 - seed, () -> inRounds(edges(5, ends))));
    for (int partitions : new int[] {1, 7}) {
      assertEquals(
          expected,
          ShufflePartitions.of(
              partitions, () -> collected(ConnectedComponents.of(edges(partitions, ends)))));
    }
  }

  @Test
  void aPathTakesAboutAsManyRoundsAsItsLengthHasBinaryDigits() {
    int length = 300;
    String[] names = new String[length];
    for (int i = 0; i < length; i++) {
      names[i] =
          String.format(
              "%03d", (i * 271) % length); // The numbers 271 and 300 have no common factor.
    }
    String[] ends = new String[2 * (length - 1)];
    for (int i = 0; i + 1 < length; i++) {
      ends[2 * i] = names[i];
      ends[2 * i + 1] = names[i + 1];
    }
    ConnectedComponents.Labelled labelled = ConnectedComponents.labelled(edges(3, ends), 0);
    assertTrue(labelled.rounds() <= 9, "rounds: " + labelled.rounds());
    Map<String, String> found = collected(labelled.components());
    assertEquals(length, found.size());
    assertTrue(found.values().stream().allMatch("000"::equals));
  }

  @Test
  void aStarOfManyRowsIsOneComponent() {
    Dataset<Row> star =
        LocalSpark.session()
            .range(0, 50_000, 1, 4)
            .select(lit("hub").as("a"), concat(lit("row"), col("id").cast("string")).as("b"));
    Dataset<Row> components = ConnectedComponents.of(star);
    assertEquals(50_001, components.filter(col("component").equalTo("hub")).count());
  }

  @Test
  void theLeastIdIsThatOfSparkForCharactersBeyondSixteenBits() {
    // In UTF-8 the fullwidth tilde (U+FF5E) is below the emoji; in UTF-16 it is above.
    String[] ends = {"\uD83D\uDE00", "\uFF5E"};
    Map<String, String> expected = Map.of("\uFF5E", "\uFF5E", "\uD83D\uDE00", "\uFF5E");
    assertEquals(expected, collected(ConnectedComponents.of(edges(1, ends))));
    assertEquals(expected, inRounds(edges(1, ends)));
  }

  @Test
  void noEdgesGiveNoComponents() {
    assertEquals(Map.of(), collected(ConnectedComponents.of(edges(1))));
    assertEquals(Map.of(), inRounds(edges(1)));
  }

  /** A path of 60 whole numbers in a random order, and a star of 100 around 999. */
  @Test
  void idsMayBeWholeNumbersWhichAreOrderedByValue() {
    SplittableRandom random = new SplittableRandom(1);
    List<Long> names = new ArrayList<>();
    for (long i = 0; i < 60; i++) {
      names.add(random.nextInt(names.size() + 1), i);
    }
    Map<Long, Long> expected = new TreeMap<>();
    List<Row> edges = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      expected.put(names.get(i), 0L);
      edges.add(RowFactory.create(names.get(i), names.get(Math.min(59, i + 1))));
    }
    for (long i = 1000; i < 1100; i++) {
      expected.put(i, 999L);
      edges.add(RowFactory.create(i, 999L));
    }
    expected.put(999L, 999L);
    long big = 1L << 40;
    expected.put(big, big);
    expected.put(big + 1, big);
    edges.add(RowFactory.create(big, big + 1));
    edges.add(RowFactory.create(big + 1, big));
    StructType schema =
        new StructType().add("a", DataTypes.LongType, false).add("b", DataTypes.LongType, false);
    Map<Long, Long> found = new TreeMap<>();
    for (Row row :
        ConnectedComponents.inRounds(LocalSpark.rows(schema, 3, edges)).collectAsList()) {
      assertEquals(null, found.put(row.getLong(0), row.getLong(1)), "an id occurs once");
    }
    assertEquals(expected, found);
  }

  @Test
  void anEdgeWithoutAnIdFailsTheJob() {
    Exception failure =
        assertThrows(Exception.class, () -> ConnectedComponents.of(edges(1, "p", null)));
    assertTrue(
        String.valueOf(failure).contains("edges must have two ids, column b is null"),
        () -> String.valueOf(failure));
  }
}
