package dev.winnow.transforms.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class RowValuesTest {

  private static final Row ROW = RowFactory.create("a", 1, null);

  @Test
  void appendAddsValuesAtTheEnd() {
    assertEquals(RowFactory.create("a", 1, null, 0.5, "x"), RowValues.append(ROW, 0.5, "x"));
  }

  @Test
  void appendToFirstDropsTheOtherValues() {
    assertEquals(RowFactory.create("a", 7L), RowValues.appendToFirst(ROW, 1, 7L));
  }

  @Test
  void replaceChangesOneValue() {
    assertEquals(RowFactory.create("a", 2, null), RowValues.replace(ROW, 1, 2));
    assertEquals(1, ROW.getInt(1));
  }
}
