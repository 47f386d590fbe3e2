package dev.winnow.jobs.tables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.schemas.Thumbnails;
import dev.winnow.transforms.LocalSpark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("line")
class ColumnsTest {

  private static Dataset<Row> earlier(String columns) {
    return LocalSpark.session().sql("SELECT " + columns);
  }

  @Test
  void anOptionalColumnThatAnEarlierVersionLacksIsNull() {
    Dataset<Row> rows = earlier("'a' id, X'ff' thumbnail, 'd' pixels_sha256");
    Dataset<Row> complete = Columns.complete(rows, Thumbnails.SPEC);
    assertArrayEquals(Thumbnails.SPEC.columnNames(), complete.columns());
    Row row = complete.first();
    assertEquals("d", row.getAs("pixels_sha256"));
    assertTrue(row.isNullAt(row.fieldIndex("is_grey")), row.toString());
    assertTrue(row.isNullAt(row.fieldIndex("orientation")), row.toString());
  }

  @Test
  void aRequiredColumnThatAVersionLacksIsNamed() {
    Dataset<Row> rows = earlier("'a' id, X'ff' thumbnail");
    assertEquals(
        "table thumbnails must have column pixels_sha256",
        assertThrows(IllegalArgumentException.class, () -> Columns.complete(rows, Thumbnails.SPEC))
            .getMessage());
  }
}
