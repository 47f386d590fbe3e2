package dev.winnow.transforms.dedup.text;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The candidates that are pairs, with the first rule that makes them one. */
final class ComparedTexts implements Iterator<Row> {

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

  private final Iterator<Row> candidates;
  private final double nearJaccard;
  private String rightId;
  private ComparableText right;
  private Row next;

  /**
   * @param candidates left id and normal form, right id and normal form
   */
  ComparedTexts(Iterator<Row> candidates, double nearJaccard) {
    this.candidates = candidates;
    this.nearJaccard = nearJaccard;
  }

  @Override
  public boolean hasNext() {
    while (next == null && candidates.hasNext()) {
      next = compared(candidates.next());
    }
    return next != null;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more pairs");
    }
    Row found = next;
    next = null;
    return found;
  }

  private Row compared(Row pair) {
    // Candidates come from a join by the right id: many in a row have the same right text.
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
