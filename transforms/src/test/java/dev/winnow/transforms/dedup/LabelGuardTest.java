package dev.winnow.transforms.dedup;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class LabelGuardTest {

  private static final StructType LABELS =
      new StructType().add("id", DataTypes.StringType).add("label", DataTypes.StringType);

  private static final StructType PAIRS =
      new StructType()
          .add("left_id", DataTypes.StringType)
          .add("right_id", DataTypes.StringType)
          .add("similarity", DataTypes.DoubleType)
          .add("rule", DataTypes.StringType)
          .add("refused_by", DataTypes.StringType);

  private static Row pair(String left, String right, String rule, String refusedBy) {
    return RowFactory.create(left, right, 0.95, rule, refusedBy);
  }

  /** Returns the refused pairs as "left right reason". */
  private static List<String> refused(AcrossLabels acrossLabels) {
    Dataset<Row> labels =
        LocalSpark.rows(
            LABELS,
            2,
            List.of(
                RowFactory.create("six", "6"),
                RowFactory.create("six2", "6"),
                RowFactory.create("nine", "9"),
                RowFactory.create("unknown", null)));
    Dataset<Row> pairs =
        LocalSpark.rows(
            PAIRS,
            2,
            List.of(
                pair("nine", "six", "rotated", null),
                pair("nine", "six2", "correlation", null),
                pair("six", "six2", "mirrored", null),
                pair("six", "unknown", "mirrored", null),
                pair("nine", "unknown", "correlation", "threshold")));
    return new LabelGuard(acrossLabels)
            .apply(pairs, labels)
            .where(col("refused_by").isNotNull())
            .select("left_id", "right_id", "refused_by")
            .orderBy("left_id", "right_id")
            .collectAsList()
            .stream()
            .map(row -> row.mkString(" "))
            .toList();
  }

  @Test
  void turnedPicturesOfDifferentLabelsAreNoDuplicatesAndOtherPairsAre() {
    assertEquals(List.of("nine six labels", "nine unknown threshold"), refused(AcrossLabels.MERGE));
  }

  @Test
  void noPairOfDifferentLabelsIsAcceptedIfLabelsAreKeptApart() {
    assertEquals(
        List.of("nine six labels", "nine six2 labels", "nine unknown threshold"),
        refused(AcrossLabels.KEEP));
  }
}
