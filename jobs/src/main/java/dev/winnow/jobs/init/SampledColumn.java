package dev.winnow.jobs.init;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Values of one column in the sampled rows, summed up. */
final class SampledColumn {

  /** Kinds of columns, by what a recipe may use them for. */
  enum Kind {
    TEXT,
    /** A whole number or a truth value. */
    WHOLE,
    /** Any other scalar. */
    SCALAR,
    /** Bytes, or a struct that holds them. */
    BYTES,
    /** A list of numbers. */
    VECTOR,
    OTHER
  }

  /** Longest value that could be an id or a label, in characters. */
  private static final int LONGEST_NAME = 200;

  private static final Pattern IMAGE_NAME =
      Pattern.compile("(?is)\\S.*\\.(jpe?g|png|gif|bmp|webp|tiff?)");

  private final String name;
  private final Set<String> values = new HashSet<>();
  private Kind kind;
  private int count;
  private long characters;
  private int longest;
  private int spaced;
  private int imageNames;
  private int addresses;
  private String first;
  private int vectorLength;

  SampledColumn(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  /** Adds a value; a column of several kinds has the kind of its first value, or other. */
  void add(Kind of, String value) {
    if (count > 0 && of != kind) {
      boolean scalars = isScalar(of) && isScalar(kind);
      kind = scalars ? (of == Kind.TEXT || kind == Kind.TEXT ? Kind.TEXT : of) : Kind.OTHER;
    } else {
      kind = of;
    }
    count++;
    if (value == null) {
      return;
    }
    first = first == null ? value : first;
    characters += value.length();
    longest = Math.max(longest, value.length());
    spaced += value.strip().indexOf(' ') >= 0 ? 1 : 0;
    imageNames += IMAGE_NAME.matcher(value).matches() ? 1 : 0;
    addresses += value.toLowerCase(Locale.ROOT).matches("(?s)https?://.*") ? 1 : 0;
    values.add(
        value.length() <= LONGEST_NAME
            ? value
            : value.substring(0, LONGEST_NAME) + value.hashCode() + value.length());
  }

  /** Adds a vector by its length; vectors of several lengths make the column unfit. */
  void addVector(int length) {
    add(vectorLength == 0 || vectorLength == length ? Kind.VECTOR : Kind.OTHER, null);
    vectorLength = length;
  }

  private static boolean isScalar(Kind kind) {
    return kind == Kind.TEXT || kind == Kind.WHOLE || kind == Kind.SCALAR;
  }

  String name() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  /** Returns the number of values that are not null. */
  int count() {
    return count;
  }

  int distinct() {
    return values.size();
  }

  /** Returns the first value; null if there is none. */
  String first() {
    return first;
  }

  int vectorLength() {
    return vectorLength;
  }

  double meanLength() {
    return count == 0 ? 0 : (double) characters / count;
  }

  /** Returns true if no value is too long for an id or a label. */
  boolean isShort() {
    return longest <= LONGEST_NAME;
  }

  /** Returns true if more than half of the values hold a space. */
  boolean isProse() {
    return spaced * 2 > count;
  }

  /** Returns true if nearly all values end like the name of an image. */
  boolean namesImages() {
    return kind == Kind.TEXT && count > 0 && imageNames * 10 >= count * 9;
  }

  /** Returns true if most values are addresses of the web, which a run does not fetch. */
  boolean holdsAddresses() {
    return addresses * 2 > count;
  }
}
