package dev.winnow.transforms.select.order;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.transforms.LocalSpark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RadixSelectTest {

  private static final StructType SCHEMA =
      StructType.fromDDL("id STRING NOT NULL, v DOUBLE NOT NULL, h BIGINT NOT NULL");

  /** More rows than are sorted at once, so that digits are counted. */
  private static final int MANY = 5_000;

  private static void assertSelectsAsSortingDoes(
      IntFunction<Double> values, IntFunction<Long> hashes, int... places) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      rows.add(RowFactory.create("r" + i, values.apply(i), hashes.apply(i)));
    }
    Dataset<Row> table = LocalSpark.rows(SCHEMA, 3, rows).persist();
    // Adding 0.0 makes both zeros equal, as in Spark's order.
    rows.sort(
        Comparator.comparingDouble((Row row) -> row.getDouble(1) + 0.0)
            .thenComparingLong(row -> row.getLong(2))
            .thenComparing(row -> row.getString(0)));
    for (int place : places) {
      OrderStatistic found = RadixSelect.find(table, col("v"), col("h"), place, MANY);
      assertEquals(rows.get(place - 1).getString(0), found.id(), "place " + place);
      assertEquals(
          place, table.where(found.holds(col("v"), col("h"))).count(), "rows up to " + place);
    }
    table.unpersist();
  }

  @Test
  void findsTheRowAtAPlaceOfValuesOfBothSigns() {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = random.doubles(MANY, -1, 1).toArray();
    assertSelectsAsSortingDoes(
        i -> i % 7 == 0 ? values[i] * 1e-300 : values[i], i -> (long) i, 1, MANY / 2, MANY);
  }

  @Test
  void tellsRowsOfEqualValuesApartByHashAndThenById() {
    SplittableRandom random = new SplittableRandom(2);
    long[] hashes = random.longs(MANY).toArray();
    assertSelectsAsSortingDoes(i -> i % 2 == 0 ? 0.0 : -0.0, i -> hashes[i], MANY / 2);
    assertSelectsAsSortingDoes(i -> 0.25, i -> 3L, 4_500);
  }

  @Test
  void readsNoValueOfRowsThatAreFilteredOut() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      rows.add(RowFactory.create("r" + i, (double) i, (long) i));
      rows.add(RowFactory.create("n" + i, null, (long) i));
    }
    Dataset<Row> table =
        LocalSpark.rows(StructType.fromDDL("id STRING, v DOUBLE, h BIGINT"), 2, rows);
    Dataset<Row> known = table.where(col("v").isNotNull());
    assertEquals("r1999", RadixSelect.find(known, col("v"), col("h"), 2_000, MANY).id());
  }

  @Test
  void sortsAFewRowsAtOnce() {
    List<Row> rows =
        List.of(
            RowFactory.create("a", 0.5, 1L),
            RowFactory.create("b", -2.0, 1L),
            RowFactory.create("c", 0.5, -1L));
    Dataset<Row> table = LocalSpark.rows(SCHEMA, 2, rows);
    assertEquals("b", RadixSelect.find(table, col("v"), col("h"), 1, 3).id());
    assertEquals("c", RadixSelect.find(table, col("v"), col("h"), 2, 3).id());
    assertEquals("a", RadixSelect.find(table, col("v"), col("h"), 3, 3).id());
    IllegalArgumentException beyond =
        assertThrows(
            IllegalArgumentException.class,
            () -> RadixSelect.find(table, col("v"), col("h"), 4, 4));
    assertEquals("there is no row at place 4 of 4 rows", beyond.getMessage());
  }
}
