package dev.winnow.transforms.dedup.text;

import static org.apache.spark.sql.functions.udf;

import java.nio.ByteBuffer;
import java.text.Normalizer;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Form of a text by which two texts are the same. The texts may differ in Unicode form, width, case
 * and white space, and in nothing else: signs, punctuation, accents and digits count.
 *
 * <p>The steps, in order: characters of the block Halfwidth and Fullwidth Forms become the ordinary
 * ones; NFC; lower case by the rules of the root locale, with one lower-case sigma; NFC again; each
 * run of white space (Unicode property White_Space) becomes one space, or none at either end. The
 * form of a form is itself.
 */
public final class TextExactForm {

  /** Name of this comparison in the column {@code rule}. */
  public static final String RULE = "text";

  private static final int FULLWIDTH_EXCLAMATION = 0xFF01;
  private static final int FULLWIDTH_TILDE = 0xFF5E;
  private static final int FULLWIDTH_MACRON = 0xFFE3;
  private static final int HALFWIDTH_HANGUL_FILLER = 0xFFA0;
  private static final int LAST_HALFWIDTH_HANGUL = 0xFFDC;
  private static final int LAST_OF_BLOCK = 0xFFEE;

  /** Returns the form; empty for a text of white space alone. */
  public static String of(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.codePoints().forEach(point -> appendOrdinary(point, folded));
    String lower =
        Normalizer.normalize(
            Normalizer.normalize(folded, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replace('\u03C2', '\u03C3'),
            Normalizer.Form.NFC);
    return Gaps.closed(lower, TextExactForm::isWhiteSpace);
  }

  /**
   * Returns the SHA-256 of the form, in 64 lower-case hexadecimal digits. Returns null for null and
   * for a text of white space alone, so that such a text is no duplicate. Halves of surrogate pairs
   * count as they are.
   */
  public static String sha256(String text) {
    String form = text == null ? "" : of(text);
    if (form.isEmpty()) {
      return null;
    }
    // UTF-8 has no halves of surrogate pairs: all of them would become one replacement.
    ByteBuffer units = ByteBuffer.allocate(Math.multiplyExact(form.length(), Character.BYTES));
    units.asCharBuffer().put(form);
    return DigestUtils.sha256Hex(units.array());
  }

  /** Returns {@link #sha256(String)} of a column of texts. */
  public static Column sha256(Column text) {
    return udf((UDF1<String, String>) TextExactForm::sha256, DataTypes.StringType).apply(text);
  }

  /** Returns whether Unicode's property White_Space holds. */
  static boolean isWhiteSpace(int point) {
    return point >= '\t' && point <= '\r'
        || point == 0x85
        || Character.isSpaceChar(point); // categories Zs, Zl and Zp
  }

  private static void appendOrdinary(int point, StringBuilder into) {
    if (point < FULLWIDTH_EXCLAMATION || point > LAST_OF_BLOCK) {
      into.appendCodePoint(point);
    } else if (point <= FULLWIDTH_TILDE) {
      into.appendCodePoint(point - FULLWIDTH_EXCLAMATION + '!');
    } else if (point == FULLWIDTH_MACRON) {
      // NFKC would go on to a space and a combining mark.
      into.append('\u00AF');
    } else if (point >= HALFWIDTH_HANGUL_FILLER && point <= LAST_HALFWIDTH_HANGUL) {
      into.appendCodePoint(ordinaryHangul(point));
    } else {
      into.append(Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC));
    }
  }

  /** Returns the letter of Hangul Compatibility Jamo: NFKC would go on to parts of syllables. */
  private static int ordinaryHangul(int point) {
    if (point == HALFWIDTH_HANGUL_FILLER) {
      return 0x3164;
    }
    if (point <= 0xFFBE) {
      return point - 0xFFA1 + 0x3131;
    }
    // Vowels stand in runs of six, at every eighth place from FFC2 on.
    int place = point - 0xFFC2;
    return 0x314F + place / 8 * 6 + place % 8;
  }

  private TextExactForm() {}
}
