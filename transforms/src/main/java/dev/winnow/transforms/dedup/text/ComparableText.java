package dev.winnow.transforms.dedup.text;

import java.util.Arrays;

/** Normal form of a text, and its words and shingles, which are computed when first needed. */
final class ComparableText {

  private final String form;
  private final int[] points;
  private String[] words;
  private int length;
  private long[] shingles;

  ComparableText(String form) {
    this.form = form;
    points = form.codePoints().toArray();
  }

  boolean hasFormOf(ComparableText other) {
    return form.equals(other.form);
  }

  /** Returns whether the words are the same, in any order. */
  boolean hasWordsOf(ComparableText other) {
    return points.length == other.points.length && Arrays.equals(words(), other.words());
  }

  /** Returns whether both texts are short, and differ in the spelling of one word only. */
  boolean isMisspellingOf(ComparableText other) {
    return Math.max(points.length, other.points.length) < TextKeys.LONG
        && Math.abs(points.length - other.points.length) <= 1
        && Misspelling.isOnly(words(), other.words());
  }

  /** Returns the Jaccard similarity of the sets of shingles, of the length that suits both. */
  double jaccard(ComparableText other) {
    int shingle = TextKeys.shingle(points.length, other.points.length);
    return Shingles.jaccard(shingles(shingle), other.shingles(shingle));
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
