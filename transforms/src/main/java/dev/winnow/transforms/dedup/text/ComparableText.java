package dev.winnow.transforms.dedup.text;

import java.util.Arrays;

/**
 * Normal form of a text and its words with digits. Words, shingles and negations are computed when
 * first needed.
 */
final class ComparableText {

  /** Least code points of a text that goes only if the other text contains it. */
  static final int CONTAINED = 2 * TextKeys.LONG;

  private final String form;
  private final String numbers;
  private final int[] points;
  private String[] words;
  private int length;
  private long[] shingles;
  private Negations negations;

  /**
   * @param form {@link TextNormalForm} of the text
   * @param numbers {@link NumberWords} of the text
   */
  ComparableText(String form, String numbers) {
    this.form = form;
    this.numbers = numbers;
    points = form.codePoints().toArray();
  }

  static ComparableText of(String text) {
    return new ComparableText(TextNormalForm.of(text), NumberWords.of(text));
  }

  /** Returns whether the texts have a difference that the guard looks for. */
  boolean differs(TextGuard guard, ComparableText other) {
    return switch (guard) {
      case NUMBERS -> NumberWords.differ(numbers, other.numbers);
      case NEGATIONS -> negations().differFrom(other.negations());
    };
  }

  /** Returns whether the condition of the rule holds, apart from its threshold. */
  boolean holds(TextRule rule, ComparableText other) {
    return switch (rule) {
      case NORMAL_FORM -> form.equals(other.form);
      case SHINGLES -> true;
      case WORD_BAG -> points.length == other.points.length && hasWordsOf(other);
      case MISSPELLING -> isMisspellingOf(other);
    };
  }

  /** Returns false only if the condition of the rule fails for the lengths of the texts alone. */
  boolean lengthsAllow(TextRule rule, ComparableText other) {
    return switch (rule) {
      case SHINGLES -> true;
      case NORMAL_FORM, WORD_BAG -> points.length == other.points.length;
      case MISSPELLING -> Math.abs(points.length - other.points.length) <= 1;
    };
  }

  private boolean hasWordsOf(ComparableText other) {
    return Arrays.equals(words(), other.words());
  }

  /** Returns whether both texts are short, and differ in the spelling of one word only. */
  private boolean isMisspellingOf(ComparableText other) {
    return Math.max(points.length, other.points.length) < TextKeys.LONG
        && Math.abs(points.length - other.points.length) <= 1
        && Misspelling.isOnly(words(), other.words());
  }

  /** Returns the Jaccard similarity of the sets of shingles, of the length that suits both. */
  double jaccard(ComparableText other) {
    int shingle = TextKeys.shingle(points.length, other.points.length);
    return Shingles.jaccard(shingles(shingle), other.shingles(shingle));
  }

  /** Returns the same as {@link #jaccard}, or a negative number if it is below a floor. */
  double jaccardFrom(double floor, ComparableText other) {
    int shingle = TextKeys.shingle(points.length, other.points.length);
    return Shingles.jaccardFrom(floor, shingles(shingle), other.shingles(shingle));
  }

  /**
   * Returns whether this text is long, and has too few of its shingles in the other one.
   *
   * @param least least share of the shingles, in [0, 1]
   */
  boolean isLongAndOutside(ComparableText other, double least) {
    if (points.length < CONTAINED) {
      return false;
    }
    int shingle = TextKeys.shingle(points.length, other.points.length);
    return Shingles.containment(shingles(shingle), other.shingles(shingle)) < least;
  }

  private Negations negations() {
    if (negations == null) {
      negations = new Negations(form);
    }
    return negations;
  }

  private String[] words() {
    if (words == null) {
      words = TextKeys.words(form);
    }
    return words;
  }

  private long[] shingles(int wanted) {
    if (length != wanted) {
      length = wanted;
      shingles = Shingles.sorted(points, wanted);
    }
    return shingles;
  }
}
