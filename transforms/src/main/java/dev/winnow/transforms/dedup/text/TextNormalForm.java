package dev.winnow.transforms.dedup.text;

import static org.apache.spark.sql.functions.udf;

import java.text.Normalizer;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Normal form of a text: the text without differences that seldom matter, which are those of
 * Unicode form, case, punctuation and white space.
 *
 * <p>The steps, in order: NFKC; lower case by the rules of the root locale; removal of format
 * characters (category Cf, such as zero-width spaces, joiners and soft hyphens) and of variation
 * selectors; NFKC again; replacement of each run of punctuation (categories Pc, Pd, Ps, Pe, Pi, Pf,
 * Po), separators (Zs, Zl, Zp) and control characters (Cc) by one space, or by none at either end.
 * Letters, digits, marks and symbols stay, because signs of currencies, mathematical signs and
 * emoji do make texts different. Spaces separate words, so an apostrophe or a hyphen separates two
 * words. The normal form of a normal form is itself.
 */
public final class TextNormalForm {

  /** Returns the normal form; empty for a text of punctuation and white space alone. */
  public static String of(String text) {
    String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    StringBuilder visible = new StringBuilder(lower.length());
    lower.codePoints().filter(point -> !isInvisible(point)).forEach(visible::appendCodePoint);
    String composed = Normalizer.normalize(visible, Normalizer.Form.NFKC);
    return Gaps.closed(composed, TextNormalForm::isGap);
  }

  /** Returns the normal forms of a column of texts; null for null. */
  static Column of(Column text) {
    UDF1<String, String> form = value -> value == null ? null : of(value);
    return udf(form, DataTypes.StringType).apply(text);
  }

  private static boolean isInvisible(int point) {
    return Character.getType(point) == Character.FORMAT
        || (point >= 0xFE00 && point <= 0xFE0F)
        || (point >= 0xE0100 && point <= 0xE01EF);
  }

  private static boolean isGap(int point) {
    return switch (Character.getType(point)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL ->
          true;
      default -> false;
    };
  }

  private TextNormalForm() {}
}
