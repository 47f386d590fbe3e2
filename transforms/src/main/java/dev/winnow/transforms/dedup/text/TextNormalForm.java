package dev.winnow.transforms.dedup.text;

import static org.apache.spark.sql.functions.udf;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * A text without what seldom tells two texts apart: its form of Unicode, case, punctuation and
 * white space.
 *
 * <p>In this order: NFKC; lower case in no language's own rules; format characters (category Cf,
 * such as zero-width spaces, joiners and soft hyphens) and variation selectors go; NFKC again; each
 * run of punctuation (categories Pc, Pd, Ps, Pe, Pi, Pf, Po), separators (Zs, Zl, Zp) and control
 * characters (Cc) becomes one space, and none at either end. Letters, digits, marks and symbols
 * stay: signs of currencies, mathematical signs and emoji do tell texts apart. Words are what
 * spaces part, so that an apostrophe and a hyphen part two words. The form of a form is itself.
 */
public final class TextNormalForm {

  /** The normal form; empty for a text of punctuation and white space alone. */
  public static String of(String text) {
    String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    StringBuilder visible = new StringBuilder(lower.length());
    lower.codePoints().filter(point -> !isInvisible(point)).forEach(visible::appendCodePoint);
    String composed = Normalizer.normalize(visible, Normalizer.Form.NFKC);
    StringBuilder form = new StringBuilder(composed.length());
    boolean gap = false;
    for (int at = 0; at < composed.length(); ) {
      int point = composed.codePointAt(at);
      at += Character.charCount(point);
      if (isGap(point)) {
        gap = form.length() > 0;
      } else {
        if (gap) {
          form.append(' ');
        }
        gap = false;
        form.appendCodePoint(point);
      }
    }
    return form.toString();
  }

  /**
   * The SHA-256 of the normal form in UTF-8, in 64 lower-case hexadecimal digits; null for a text
   * without a normal form, which is never a duplicate by it, and for null.
   */
  public static String sha256(String text) {
    String form = text == null ? "" : of(text);
    if (form.isEmpty()) {
      return null;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(form.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** {@link #of} a column of texts; null for null. */
  static Column of(Column text) {
    UDF1<String, String> form = value -> value == null ? null : of(value);
    return udf(form, DataTypes.StringType).apply(text);
  }

  /** {@link #sha256} of a column of texts. */
  public static Column sha256(Column text) {
    return udf((UDF1<String, String>) TextNormalForm::sha256, DataTypes.StringType).apply(text);
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
