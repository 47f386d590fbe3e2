package dev.winnow.transforms.dedup.text;

/** A text in the forms that comparisons need, each made when it is first asked for. */
final class ComparableText {

  private final String form;
  private final int[] points;
  private String bag;
  private int length;
  private long[] shingles;

  ComparableText(String text) {
    form = TextNormalForm.of(text);
    points = form.codePoints().toArray();
  }

  boolean hasFormOf(ComparableText other) {
    return form.equals(other.form);
  }

  boolean hasWordsOf(ComparableText other) {
    return points.length == other.points.length && bag().equals(other.bag());
  }

  /** Of the sets of shingles, of the length that fits both. */
  double jaccard(ComparableText other) {
    int shingle = TextKeys.shingle(points.length, other.points.length);
    return Shingles.jaccard(shingles(shingle), other.shingles(shingle));
  }

  private String bag() {
    if (bag == null) {
      bag = TextKeys.bag(form);
    }
    return bag;
  }

  private long[] shingles(int wanted) {
    if (length != wanted) {
      length = wanted;
      shingles = Shingles.sorted(points, wanted);
    }
    return shingles;
  }
}
