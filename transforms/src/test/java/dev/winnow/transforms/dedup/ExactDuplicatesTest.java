package dev.winnow.transforms.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.transforms.LocalSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ExactDuplicatesTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("key", DataTypes.StringType)
          .add("place", DataTypes.LongType)
          .add("source", DataTypes.StringType);

  private static final List<Row> ROWS =
      List.of(
          RowFactory.create("p", "k1", 3L, "a"),
          RowFactory.create("q", "k1", 1L, "b"),
          RowFactory.create("r", "k1", 1L, "a"),
          RowFactory.create("s", "k2", 0L, "a"),
          RowFactory.create("t", null, 5L, "a"),
          RowFactory.create("u", null, 6L, "a"));

  private static Row gone(String id, String of) {
    return RowFactory.create(id, of, of, 1.0, "pixels");
  }

  @Test
  void theFirstRowOfAKeyByPlaceAndThenIdStaysAndRowsWithoutKeysAllStay() {
    for (int partitions : new int[] {1, 7, 64}) {
      Dataset<Row> rows = LocalSpark.rows(SCHEMA, partitions, ROWS);
      List<Row> found =
          ShufflePartitions.of(
              partitions,
              () -> new ExactDuplicates("pixels").apply(rows).orderBy("id").collectAsList());
      assertEquals(List.of(gone("p", "q"), gone("r", "q")), found);
    }
  }

  @Test
  void columnsMayGiveTheOrder() {
    Dataset<Row> rows = LocalSpark.rows(SCHEMA, 2, ROWS);
    assertEquals(
        List.of(gone("p", "r"), gone("q", "r")),
        new ExactDuplicates("pixels")
            .apply(rows, col("source"), col("place"))
            .orderBy("id")
            .collectAsList());
  }

  @Test
  void aKeyOfVeryManyRowsKeepsOne() {
    Dataset<Row> rows =
        LocalSpark.session()
            .range(0, 60_000, 1, 4)
            .select(
                col("id").cast("string").as("id"),
                when(col("id").equalTo(77), lit("rare")).otherwise(lit("flag")).as("key"),
                lit(60_000).minus(col("id")).as("place"));
    Dataset<Row> gone = new ExactDuplicates("content_sha256").apply(rows);
    assertEquals(59_998, gone.filter(col("representative").equalTo("59999")).count());
  }

  @Test
  void rejectsARuleWithoutAName() {
    assertEquals(
        "rule must name the kind of key, got a blank text",
        assertThrows(IllegalArgumentException.class, () -> new ExactDuplicates(" ")).getMessage());
  }
}
