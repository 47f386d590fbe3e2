package dev.winnow.transforms.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.transforms.LocalSpark;
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
import org.junit.jupiter.api.Test;

class RankAverageTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("a", DataTypes.DoubleType, false)
          .add("b", DataTypes.DoubleType, false);

  private static Map<String, Double> hardness(Dataset<Row> rows, String... scores) {
    Map<String, Double> found = new TreeMap<>();
    Dataset<Row> ranked = new RankAverage(List.of(scores)).apply(rows, "hardness");
    assertEquals(List.of("id", "a", "b", "hardness"), List.of(ranked.columns()));
    for (Row row : ranked.collectAsList()) {
      found.put(row.getString(0), row.getDouble(3));
    }
    return found;
  }

  @Test
  void averagesTheRanksOfBothScoresAndTiesShareTheirMeanRank() {
    List<Row> rows =
        List.of(
            RowFactory.create("v", 0.1, 0.9), // ranks 1   and 5
            RowFactory.create("w", 0.2, 0.1), // ranks 2.5 and 1
            RowFactory.create("x", 0.2, 0.3), // ranks 2.5 and 3
            RowFactory.create("y", 0.4, 0.3), // ranks 4   and 3
            RowFactory.create("z", 0.5, 0.3)); // ranks 5  and 3
    Map<String, Double> expected =
        Map.of("v", 6 / 10.0, "w", 3.5 / 10, "x", 5.5 / 10, "y", 7 / 10.0, "z", 8 / 10.0);
    assertEquals(expected, hardness(LocalSpark.rows(SCHEMA, 2, rows), "a", "b"));
    assertEquals(expected, hardness(LocalSpark.rows(SCHEMA, 2, rows), "b", "a"));
  }

  @Test
  void oneScoreAloneGivesItsRankQuantile() {
    List<Row> rows = List.of(RowFactory.create("p", 2.0, 0.0), RowFactory.create("q", 1.0, 0.0));
    assertEquals(Map.of("p", 1.0, "q", 0.5), hardness(LocalSpark.rows(SCHEMA, 1, rows), "a"));
    assertEquals(Map.of("p", 0.75, "q", 0.75), hardness(LocalSpark.rows(SCHEMA, 1, rows), "b"));
  }

  @Test
  void doesNotDependOnPartitionsAndAgreesWithCountingLowerAndEqualScores() {
    SplittableRandom random = new SplittableRandom(11);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      // Column a has few values, so that many tie; column b has no ties.
      rows.add(RowFactory.create("r" + i, random.nextInt(7) / 10.0, random.nextDouble()));
    }
    Map<String, Double> expected = new TreeMap<>();
    for (Row row : rows) {
      double ranks = rank(rows, row, 1) + rank(rows, row, 2);
      expected.put(row.getString(0), ranks / (2.0 * rows.size()));
    }
    for (int partitions : new int[] {1, 7}) {
      var conf = LocalSpark.session().conf();
      String before = conf.get("spark.sql.shuffle.partitions");
      conf.set("spark.sql.shuffle.partitions", String.valueOf(partitions));
      try {
        assertEquals(expected, hardness(LocalSpark.rows(SCHEMA, partitions, rows), "a", "b"));
      } finally {
        conf.set("spark.sql.shuffle.partitions", before);
      }
    }
  }

  private static double rank(List<Row> rows, Row of, int score) {
    long lower = rows.stream().filter(r -> r.getDouble(score) < of.getDouble(score)).count();
    long equal = rows.stream().filter(r -> r.getDouble(score) == of.getDouble(score)).count();
    return lower + (equal + 1) / 2.0;
  }

  @Test
  void noRowsGiveNone() {
    assertEquals(Map.of(), hardness(LocalSpark.rows(SCHEMA, 1, List.of()), "a", "b"));
  }

  @Test
  void rejectsNoScores() {
    assertEquals(
        "scores must name at least one column, got none",
        assertThrows(IllegalArgumentException.class, () -> new RankAverage(List.of()))
            .getMessage());
  }
}
