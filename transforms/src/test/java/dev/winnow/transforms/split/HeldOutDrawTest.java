package dev.winnow.transforms.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Draws of rows by id, by label and by group. */
class HeldOutDrawTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("label", DataTypes.StringType)
          .add("metadata", DataTypes.StringType, false);

  /**
   * Rows r0, r1, ... of the labels a (a third), b and none, in groups of seven; r1 has no group.
   */
  private static Dataset<Row> rows(int count, int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String label = i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : null;
      String metadata = i == 1 ? "{}" : "{\"patient\":\"p" + i / 7 + "\",\"ward\":" + i % 2 + "}";
      rows.add(RowFactory.create("r" + i, label, metadata));
    }
    return LocalSpark.rows(SCHEMA, partitions, rows);
  }

  private static TreeSet<String> drawn(
      SplitBy by, String field, String share, long seed, Dataset<Row> rows) {
    TreeSet<String> ids = new TreeSet<>();
    for (Row row :
        new HeldOutDraw(by, field, new BigDecimal(share), seed).apply(rows).collectAsList()) {
      assertTrue(ids.add(row.getString(0)), "drawn twice: " + row);
    }
    return ids;
  }

  @Test
  void aLargerShareHoldsOutTheRowsOfASmallerOneAndAnotherSeedHoldsOutOthers() {
    TreeSet<String> few = drawn(SplitBy.ID, null, "0.2", 42, rows(1000, 3));
    assertEquals(200, few.size());
    TreeSet<String> larger = drawn(SplitBy.ID, null, "0.3", 42, rows(1000, 1));
    assertEquals(300, larger.size());
    assertTrue(larger.containsAll(few));
    TreeSet<String> other = drawn(SplitBy.ID, null, "0.2", 43, rows(1000, 3));
    other.retainAll(few);
    assertEquals(40, other.size(), 30);
  }

  @Test
  void fewRowsChangeSidesWhenRowsAreAdded() {
    TreeSet<String> before = drawn(SplitBy.ID, null, "0.2", 42, rows(1000, 3));
    TreeSet<String> after = drawn(SplitBy.ID, null, "0.2", 42, rows(2000, 7));
    assertEquals(400, after.size());
    after.removeIf(id -> Integer.parseInt(id.substring(1)) >= 1000);
    after.removeAll(before);
    assertTrue(after.size() <= 40, "rows that changed sides: " + after);
  }

  @Test
  void oneRowOfFewIsHeldOutAndOneIsLeft() {
    assertEquals(1, drawn(SplitBy.ID, null, "0.01", 42, rows(3, 1)).size());
    assertEquals(2, drawn(SplitBy.ID, null, "0.99", 42, rows(3, 1)).size());
    assertEquals(0, drawn(SplitBy.ID, null, "0.99", 42, rows(1, 1)).size());
    assertEquals(Set.of(), drawn(SplitBy.GROUP, "patient", "0.5", 42, rows(0, 1)));
  }

  @Test
  void everyLabelGivesTheSameShareAndNoLabelIsALabelToo() {
    Dataset<Row> rows = rows(1000, 5);
    TreeSet<String> ids = drawn(SplitBy.LABEL, null, "0.25", 42, rows);
    Map<Integer, Integer> ofLabel = new TreeMap<>();
    ids.forEach(id -> ofLabel.merge(Integer.parseInt(id.substring(1)) % 3, 1, Integer::sum));
    // 334, 333 and 333 rows: floor(83.5 + 0.5), floor(83.25 + 0.5).
    assertEquals(Map.of(0, 84, 1, 83, 2, 83), ofLabel);
    assertEquals(ids, drawn(SplitBy.LABEL, null, "0.25", 42, rows.repartition(2)));
  }

  @Test
  void theRowsOfAGroupStayTogetherAndARowWithoutOneIsAGroup() {
    TreeSet<String> ids = drawn(SplitBy.GROUP, "patient", "0.3", 42, rows(700, 4));
    for (int group = 0; group < 100; group++) {
      int held = 0;
      for (int i = 7 * group; i < 7 * group + 7; i++) {
        held += i != 1 && ids.contains("r" + i) ? 1 : 0;
      }
      int size = group == 0 ? 6 : 7;
      assertTrue(held == 0 || held == size, "group " + group + " has " + held + " held-out rows");
    }
    // floor(0.3 x 101 + 0.5) groups, of which one is a row and one has six.
    assertTrue(ids.size() > 29 * 7 - 7 && ids.size() <= 30 * 7, ids.size() + " rows");
    List<Row> loose = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      loose.add(RowFactory.create("r" + i, null, "{}"));
    }
    Dataset<Row> ungrouped = LocalSpark.rows(SCHEMA, 2, loose);
    assertEquals(
        drawn(SplitBy.ID, null, "0.2", 42, ungrouped),
        drawn(SplitBy.GROUP, "patient", "0.2", 42, ungrouped));
  }

  @Test
  void theGroupIsWrittenAsTheMetadataHaveIt() {
    List<Row> drawn =
        new HeldOutDraw(SplitBy.GROUP, "ward", new BigDecimal("0.5"), 1)
            .apply(rows(70, 2))
            .collectAsList();
    for (Row row : drawn) {
      int i = Integer.parseInt(row.getString(0).substring(1));
      assertEquals(i == 1 ? null : String.valueOf(i % 2), row.getString(1));
    }
  }

  @Test
  void aShareOfAllOrNoRowsAndAFieldWithoutAGroupAreRefused() {
    for (String share : List.of("0", "1")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new HeldOutDraw(SplitBy.ID, null, new BigDecimal(share), 1));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new HeldOutDraw(SplitBy.ID, "patient", new BigDecimal("0.2"), 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new HeldOutDraw(SplitBy.GROUP, null, new BigDecimal("0.2"), 1));
  }
}
