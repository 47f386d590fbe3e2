package dev.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Chains of duplicates that no task may decide as a whole. */
class ChainsTest {

  private static final StructType EDGES =
      new StructType()
          .add(Neighbours.EARLY, DataTypes.StringType)
          .add(Neighbours.EARLY_PLACE, DataTypes.LongType)
          .add(Neighbours.LATE, DataTypes.StringType)
          .add(Neighbours.LATE_PLACE, DataTypes.LongType)
          .add(Neighbours.SIMILARITY, DataTypes.DoubleType)
          .add(Neighbours.RULE, DataTypes.StringType);

  private static Row edge(int early, int late, double similarity) {
    return RowFactory.create("r" + early, (long) early, "r" + late, (long) late, similarity, "x");
  }

  private static Map<String, String> collected(Dataset<Row> dropped) {
    Map<String, String> found = new TreeMap<>();
    for (Row row : dropped.collectAsList()) {
      assertEquals(null, found.put(row.getString(0), row.mkString(" ")), "a row is dropped once");
    }
    return found;
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {3000})
  void aChainTakesRoundsInTheLogarithmOfItsLength(int length) {
    List<Row> edges = IntStream.range(0, length - 1).mapToObj(i -> edge(i, i + 1, 0.75)).toList();
    GreedyRule greedy = new GreedyRule(0);
    Map<String, String> dropped = collected(greedy.apply(LocalSpark.rows(EDGES, 2, edges)));
    Map<String, String> everySecond = new TreeMap<>();
    for (int i = 1; i < length; i += 2) {
      String before = "r" + (i - 1);
      everySecond.put("r" + i, "r" + i + " " + before + " " + before + " 0.75 x");
    }
    assertEquals(everySecond, dropped);
    int digits = Integer.toBinaryString(length).length();
    assertTrue(greedy.rounds() <= digits + 4, "rounds: " + greedy.rounds());
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {3000})
  void aConnectedChainTakesRoundsInTheLogarithmOfItsLength(int length) {
    List<Row> edges = IntStream.range(0, length - 1).mapToObj(i -> edge(i, i + 1, 0.75)).toList();
    ComponentsRule components = new ComponentsRule(3);
    Map<String, String> dropped = collected(components.apply(LocalSpark.rows(EDGES, 2, edges)));
    Map<String, String> allButTheFirst = new TreeMap<>();
    for (int i = 1; i < length; i++) {
      allButTheFirst.put("r" + i, "r" + i + " r" + (i - 1) + " r0 0.75 x");
    }
    assertEquals(allButTheFirst, dropped);
    int digits = Integer.toBinaryString(length).length();
    assertTrue(components.rounds() <= digits + 4, "rounds: " + components.rounds());
  }

  /** Two rings that share a row, with a chain between them and the first row, and dead ends. */
  @Test
  void pathsBetweenRowsOfManyNeighboursAreMeasuredAsByOneTask() {
    List<Row> edges = new ArrayList<>();
    for (int i = 1; i < 30; i++) {
      edges.add(edge(i - 1, i, 0.5));
    }
    for (int ring = 100; ring <= 200; ring += 100) {
      edges.add(edge(29, ring, 0.5));
      for (int i = ring + 1; i < ring + 31; i++) {
        edges.add(edge(i - 1, i, 0.5));
      }
      edges.add(edge(29, ring + 30, 1));
    }
    for (int i = 300; i < 320; i++) {
      edges.add(edge(i == 300 ? 110 : i - 1, i, 0.75));
    }
    Dataset<Row> rows = LocalSpark.rows(EDGES, 2, edges);
    Map<String, String> byTasks = collected(new ComponentsRule(1000).apply(rows));
    ComponentsRule inRounds = new ComponentsRule(20);
    assertEquals(byTasks, collected(inRounds.apply(rows)));
    assertEquals(edges.size() - 2, byTasks.size());
    assertTrue(inRounds.rounds() < 12, "rounds: " + inRounds.rounds());
  }

  /** A chain with a second row before each tenth row, and a chain behind a row of a triangle. */
  @Test
  void chainsThatMeetOtherPairsAreDecidedAsByOneTask() {
    SplittableRandom random = new SplittableRandom(8);
    List<Row> edges = new ArrayList<>();
    for (int i = 1; i < 120; i++) {
      edges.add(edge(i - 1, i, (1 + random.nextInt(4)) / 4.0));
      if (i % 10 == 0) {
        edges.add(edge(i - 5, i, (1 + random.nextInt(4)) / 4.0));
      }
    }
    edges.addAll(List.of(edge(200, 201, 0.5), edge(200, 202, 0.5), edge(201, 202, 1)));
    for (int i = 203; i < 240; i++) {
      edges.add(edge(i - 1, i, 0.5));
    }
    Dataset<Row> rows = LocalSpark.rows(EDGES, 2, edges);
    Map<String, String> byOneTask = collected(GreedyRule.inOneTask(rows));
    GreedyRule inRounds = new GreedyRule(3);
    assertEquals(byOneTask, collected(inRounds.apply(rows)));
    assertTrue(byOneTask.size() > 60, "dropped: " + byOneTask.size());
    assertTrue(inRounds.rounds() > 2, "rounds: " + inRounds.rounds());
  }
}
