package dev.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Rows a to f have one content; the others are alone. */
class LabelledDuplicatesTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("key", DataTypes.StringType)
          .add("place", DataTypes.LongType)
          .add("label", DataTypes.StringType);

  private static final List<Row> ROWS =
      List.of(
          RowFactory.create("a", "same", 0L, null),
          RowFactory.create("b", "same", 1L, "cat"),
          RowFactory.create("c", "same", 2L, "dog"),
          RowFactory.create("d", "same", 3L, "cat"),
          RowFactory.create("e", "same", 4L, "dog"),
          RowFactory.create("f", "same", 5L, null),
          RowFactory.create("g", "other", 6L, "cat"),
          RowFactory.create("h", null, 7L, "cat"),
          RowFactory.create("i", null, 8L, "dog"));

  private static List<String> dropped(AcrossLabels acrossLabels) {
    return words(
        new LabelledDuplicates("pixels", acrossLabels)
            .dropped(LocalSpark.rows(SCHEMA, 3, ROWS))
            .select("id", "duplicate_of"));
  }

  private static List<String> words(Dataset<Row> rows) {
    return rows.orderBy(rows.columns()[0]).collectAsList().stream()
        .map(row -> row.mkString(" "))
        .toList();
  }

  @Test
  void mergedRowsAreDroppedForTheFirstRowOfTheirContentWhateverTheLabels() {
    assertEquals(List.of("b a", "c a", "d a", "e a", "f a"), dropped(AcrossLabels.MERGE));
  }

  @Test
  void aRowOfEachLabelStaysIfLabelsAreKeptApartAndRowsWithoutALabelGo() {
    assertEquals(List.of("a b", "d b", "e c", "f b"), dropped(AcrossLabels.KEEP));
  }

  @Test
  void everyRowOfAnotherLabelThanTheFirstLabelledOneIsAConflict() {
    for (AcrossLabels acrossLabels : AcrossLabels.values()) {
      Dataset<Row> found =
          new LabelledDuplicates("pixels", acrossLabels)
              .conflicts(LocalSpark.rows(SCHEMA, 3, ROWS))
              .select("right_id", "left_id", "left_label", "right_label", "similarity", "rule");
      assertEquals(List.of("c b cat dog 1.0 pixels", "e b cat dog 1.0 pixels"), words(found));
    }
  }
}
