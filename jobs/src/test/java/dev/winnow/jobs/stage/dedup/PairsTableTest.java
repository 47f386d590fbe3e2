package dev.winnow.jobs.stage.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class PairsTableTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("left_id", DataTypes.StringType)
          .add("right_id", DataTypes.StringType)
          .add("similarity", DataTypes.DoubleType)
          .add("rule", DataTypes.StringType)
          .add("refused_by", DataTypes.StringType);

  private static final Dataset<Row> PAIRS =
      LocalSpark.rows(
          SCHEMA,
          3,
          List.of(
              RowFactory.create("b", "a", 0.9, "shingles", null),
              RowFactory.create("c", "d", 0.8, "shingles", null),
              RowFactory.create("a", "c", 0.95, "shingles", "numbers"),
              RowFactory.create("e", "f", 0.70, "shingles", "threshold"),
              RowFactory.create("a", "f", 0.75, "shingles", "threshold"),
              RowFactory.create("a", "e", 0.75, "shingles", "threshold"),
              RowFactory.create("a", "d", 0.60, "word_bag", "threshold")));

  @Test
  void acceptedPairsAreAllListedAndOfRefusedOnesTheMostSimilarOfEachRuleAndReason() {
    List<String> listed =
        PairsTable.listed(PAIRS, 2).orderBy("left_id", "right_id").collectAsList().stream()
            .map(row -> row.mkString(" "))
            .toList();
    assertEquals(
        List.of(
            "a b shingles 0.9 true null",
            "a c shingles 0.95 false numbers",
            "a d word_bag 0.6 false threshold",
            "a e shingles 0.75 false threshold",
            "a f shingles 0.75 false threshold",
            "c d shingles 0.8 true null"),
        listed);
  }

  @Test
  void pairsAreCountedByReasonAndAcceptedOnesWithoutOne() {
    assertEquals(
        Map.of(PairsTable.NOT_REFUSED, 2L, "numbers", 1L, "threshold", 4L),
        PairsTable.countByReason(PAIRS));
    assertEquals(
        Map.of(PairsTable.NOT_REFUSED, 0L), PairsTable.countByReason(PAIRS.where("rule = 'none'")));
  }

  @Test
  void survivorsWhoseCopiesAreNearEachOtherAreCountedOnce() {
    Dataset<Row> dropped =
        LocalSpark.rows(
            new StructType()
                .add("id", DataTypes.StringType)
                .add("representative", DataTypes.StringType),
            2,
            List.of(
                RowFactory.create("copy", "first"),
                RowFactory.create("twin", "second"),
                RowFactory.create("triplet", "second")));
    Dataset<Row> pairs =
        LocalSpark.rows(
            SCHEMA,
            2,
            List.of(
                RowFactory.create("copy", "first", 0.9, "correlation", null),
                RowFactory.create("second", "twin", 0.9, "correlation", null),
                RowFactory.create("second", "triplet", 0.9, "correlation", null),
                RowFactory.create("copy", "twin", 0.99, "correlation", null),
                RowFactory.create("copy", "triplet", 0.99, "correlation", null)));
    assertEquals(1, SurvivorLinks.count(pairs, dropped));
    assertEquals(0, SurvivorLinks.count(pairs.where("left_id <> 'copy'"), dropped));
  }
}
