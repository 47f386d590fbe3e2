package dev.winnow.transforms.dedup.text;

import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Decides on candidates, and leaves out those that are far from any rule. */
final class ComparedTexts extends Batched<Row, Row> {

  static final StructType SCHEMA =
      new StructType()
          .add("left_id", DataTypes.StringType, false)
          .add("right_id", DataTypes.StringType, false)
          .add("similarity", DataTypes.DoubleType, false)
          .add("rule", DataTypes.StringType, false)
          .add("refused_by", DataTypes.StringType);

  private final TextComparison comparison;
  private String rightId;
  private ComparableText right;

  /**
   * @param candidates id, normal form and words with digits, of the left and of the right text
   */
  ComparedTexts(Iterator<Row> candidates, TextOptions options) {
    super(candidates);
    this.comparison = new TextComparison(options);
  }

  @Override
  protected Iterator<Row> next(LookAhead<Row> candidates) {
    Row pair = candidates.next();
    // Candidates come from a join by the right id: the same right text stands many times in a row.
    if (!pair.getString(3).equals(rightId)) {
      rightId = pair.getString(3);
      right = new ComparableText(pair.getString(4), pair.getString(5));
    }
    ComparableText left = new ComparableText(pair.getString(1), pair.getString(2));
    TextVerdict verdict = comparison.of(left, right);
    return verdict == null
        ? Collections.emptyIterator()
        : List.of(
                RowFactory.create(
                    pair.getString(0),
                    rightId,
                    verdict.similarity(),
                    verdict.rule().word(),
                    verdict.refusedBy()))
            .iterator();
  }
}
