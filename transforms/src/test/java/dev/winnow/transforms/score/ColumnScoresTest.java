package dev.winnow.transforms.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/**
 * Checks scores that are computed from other columns: density, random, and the mean for rows
 * without a score.
 */
class ColumnScoresTest {

  private static final StructType CLUSTERED =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("cluster_id", DataTypes.IntegerType, false);

  private static Dataset<Row> clustered(int rows, int partitions) {
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      all.add(RowFactory.create("r" + i, i % 3));
    }
    return LocalSpark.rows(CLUSTERED, partitions, all);
  }

  @Test
  void densityIsTheSameForAllRowsOfAClusterAndLowestInATightOneAmongOthers() {
    double[] separation = {0.5, 0.1, 0.5};
    double[] meanDistance = {0.2, 0.1, 0.4};
    Map<String, Double> found =
        LabelledRows.column(
            new DensityScore(separation, meanDistance).apply(clustered(10, 3)),
            DensityScore.COLUMN);
    for (int i = 0; i < 10; i++) {
      double expected = separation[i % 3] * meanDistance[i % 3];
      assertEquals(expected, found.get("r" + i));
    }
    assertTrue(found.get("r1") < found.get("r0") && found.get("r0") < found.get("r2"));
  }

  @Test
  void densityRejectsFiguresOfDifferentClusters() {
    assertEquals(
        "clusters differ: 1 != 2",
        assertThrows(
                IllegalArgumentException.class,
                () -> new DensityScore(new double[1], new double[2]))
            .getMessage());
  }

  @Test
  void randomIsEvenOverItsRangeAndFollowsFromIdAndSeedAlone() {
    Map<String, Double> found =
        LabelledRows.column(new RandomScore(1).apply(clustered(1000, 1)), RandomScore.COLUMN);
    int[] tenths = new int[10];
    found.values().forEach(value -> tenths[(int) (value * 10)]++);
    for (int tenth : tenths) {
      // The count is binomial, with 1,000 rows and a tenth: five standard deviations are 48.
      assertTrue(Math.abs(tenth - 100) < 48, tenth + " rows in a tenth");
    }
    for (int partitions : new int[] {7, 64}) {
      assertEquals(
          found,
          LabelledRows.column(
              new RandomScore(1).apply(clustered(1000, partitions)), RandomScore.COLUMN));
    }
    assertNotEquals(
        found,
        LabelledRows.column(new RandomScore(2).apply(clustered(1000, 1)), RandomScore.COLUMN));
  }

  private static Dataset<Row> values(int partitions, Double... values) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(RowFactory.create("r" + i, values[i], 1.0 * i));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType, false)
            .add("a", DataTypes.DoubleType, true)
            .add("b", DataTypes.DoubleType, true);
    return LocalSpark.rows(schema, partitions, rows);
  }

  @Test
  void aRowWithoutAValueHasTheMeanOfTheOthers() {
    Dataset<Row> filled = new MeanOfOthers(List.of("b", "a")).apply(values(2, 0.5, null, 1.0, 3.0));
    assertEquals(
        Map.of("r0", 0.5, "r1", 1.5, "r2", 1.0, "r3", 3.0), LabelledRows.column(filled, "a"));
    assertEquals(
        Map.of("r0", 0.0, "r1", 1.0, "r2", 2.0, "r3", 3.0), LabelledRows.column(filled, "b"));
  }

  @Test
  void aColumnWithoutValuesIsRefused() {
    assertEquals(
        "a must have a value in some row, got none",
        assertThrows(
                IllegalArgumentException.class,
                () -> new MeanOfOthers(List.of("a")).apply(values(1, (Double) null)))
            .getMessage());
  }
}
