package dev.winnow.jobs.stage.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Ids run against the order that is expected, so that an order by id fails. */
class SurvivorOrderTest {

  private static final StructType PICTURES =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("source", DataTypes.StringType)
          .add("width", DataTypes.IntegerType)
          .add("height", DataTypes.IntegerType);

  private static final StructType LOOKS =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("is_grey", DataTypes.BooleanType)
          .add("file_bytes", DataTypes.LongType)
          .add("orientation", DataTypes.IntegerType);

  private static final StructType TEXTS =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("source", DataTypes.StringType)
          .add("text", DataTypes.StringType);

  private static List<String> inOrder(Dataset<Row> places) {
    return places.orderBy("place").collectAsList().stream().map(row -> row.getString(0)).toList();
  }

  @Test
  void ofPicturesColourComesFirstThenPixelsThenBytesThenUprightFilesThenTheSource() {
    Dataset<Row> pictures =
        LocalSpark.rows(
            PICTURES,
            3,
            List.of(
                RowFactory.create("f-large", "file:/9.png", 20, 20),
                RowFactory.create("e-bytes", "file:/8.png", 10, 10),
                RowFactory.create("d-upright", "file:/p2.png", 10, 10),
                RowFactory.create("c-upright", "file:/p10.png", 10, 10),
                RowFactory.create("b-turned", "file:/1.png", 10, 10),
                RowFactory.create("a-grey", "file:/0.png", 90, 90)));
    Dataset<Row> looks =
        LocalSpark.rows(
            LOOKS,
            2,
            List.of(
                RowFactory.create("f-large", false, 100L, 1),
                RowFactory.create("e-bytes", false, 900L, 1),
                RowFactory.create("d-upright", false, 500L, 1),
                RowFactory.create("c-upright", false, 500L, 1),
                RowFactory.create("b-turned", false, 500L, 6),
                RowFactory.create("a-grey", true, 9_000L, 1)));
    assertEquals(
        List.of("f-large", "e-bytes", "d-upright", "c-upright", "b-turned", "a-grey"),
        inOrder(SurvivorOrder.images(pictures, looks)));
  }

  @Test
  void picturesOfAnEarlierTableStandByPixelsAndSource() {
    Dataset<Row> pictures =
        LocalSpark.rows(
            PICTURES,
            2,
            List.of(
                RowFactory.create("c", "file:/a2.png", 20, 20),
                RowFactory.create("b", "file:/a10.png", 20, 20),
                RowFactory.create("a", "file:/a1.png", 10, 10)));
    Dataset<Row> looks =
        LocalSpark.rows(
            LOOKS,
            2,
            List.of(
                RowFactory.create("a", null, null, null),
                RowFactory.create("b", null, null, null),
                RowFactory.create("c", null, null, null)));
    assertEquals(List.of("c", "b", "a"), inOrder(SurvivorOrder.images(pictures, looks)));
  }

  @Test
  void aTextComesAfterTheTextThatContainsItHoweverMuchSpaceItHas() {
    Dataset<Row> texts =
        LocalSpark.rows(
            TEXTS,
            3,
            List.of(
                RowFactory.create("e", "file:/t9.jsonl#0", "red apples and pears"),
                RowFactory.create("d", "file:/t1.jsonl#0", "red apples, and,           !!!"),
                RowFactory.create("c", "file:/t2.jsonl#0", "red apples and"),
                RowFactory.create("b", "file:/t2.jsonl#9", "red apples"),
                RowFactory.create("a", "file:/t2.jsonl#10", "red apples")));
    assertEquals(List.of("e", "d", "c", "b", "a"), inOrder(SurvivorOrder.other(texts)));
  }
}
