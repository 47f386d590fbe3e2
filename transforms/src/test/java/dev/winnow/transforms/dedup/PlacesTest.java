package dev.winnow.transforms.dedup;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class PlacesTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("grey", DataTypes.BooleanType)
          .add("pixels", DataTypes.LongType);

  private static final List<Row> ROWS =
      List.of(
          RowFactory.create("large-grey", true, -900L),
          RowFactory.create("small-colour", false, -100L),
          RowFactory.create("large-colour-b", false, -900L),
          RowFactory.create("large-colour-a", false, -900L),
          RowFactory.create("unknown", null, -100L));

  @Test
  void rowsAreNumberedByTheColumnsInTheirOrderAndThenById() {
    for (int partitions : new int[] {1, 3, 16}) {
      Map<String, Long> places = new TreeMap<>();
      Places.of(LocalSpark.rows(SCHEMA, partitions, ROWS), col("grey"), col("pixels"))
          .collectAsList()
          .forEach(row -> places.put(row.getString(0), row.getLong(1)));
      assertEquals(
          Map.of(
              "unknown", 0L,
              "large-colour-a", 1L,
              "large-colour-b", 2L,
              "small-colour", 3L,
              "large-grey", 4L),
          places);
    }
  }
}
