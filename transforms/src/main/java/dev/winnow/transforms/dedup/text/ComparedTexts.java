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

/** Keeps the candidates that are pairs, with the first rule that holds for each. */
final class ComparedTexts extends Batched<Row, Row> {

  static final String NORMAL_FORM = "normal_form";
  static final String WORD_BAG = "word_bag";
  static final String SHINGLES = "shingles";
  static final String MISSPELLING = "misspelling";

  static final StructType SCHEMA =
      new StructType()
          .add("left_id", DataTypes.StringType, false)
          .add("right_id", DataTypes.StringType, false)
          .add("similarity", DataTypes.DoubleType, false)
          .add("rule", DataTypes.StringType, false);

  private final double nearJaccard;
  private String rightId;
  private ComparableText right;

  /**
   * @param candidates left id and normal form, right id and normal form
   */
  ComparedTexts(Iterator<Row> candidates, double nearJaccard) {
    super(candidates);
    this.nearJaccard = nearJaccard;
  }

  @Override
  protected Iterator<Row> next(LookAhead<Row> candidates) {
    Row pair = compared(candidates.next());
    return pair == null ? Collections.emptyIterator() : List.of(pair).iterator();
  }

  /** Returns the pair with its similarity and rule; null where no rule holds. */
  private Row compared(Row pair) {
    // Candidates come from a join by the right id: the same right text stands many times in a row.
    if (!pair.getString(2).equals(rightId)) {
      rightId = pair.getString(2);
      right = new ComparableText(pair.getString(3));
    }
    ComparableText left = new ComparableText(pair.getString(1));
    double jaccard = left.jaccard(right);
    if (left.hasFormOf(right)) {
      return found(pair, jaccard, NORMAL_FORM);
    }
    if (jaccard >= nearJaccard) {
      return found(pair, jaccard, SHINGLES);
    }
    if (left.hasWordsOf(right)) {
      return found(pair, jaccard, WORD_BAG);
    }
    return left.isMisspellingOf(right) ? found(pair, jaccard, MISSPELLING) : null;
  }

  private static Row found(Row pair, double similarity, String rule) {
    return RowFactory.create(pair.getString(0), pair.getString(2), similarity, rule);
  }
}
