package dev.winnow.transforms.text;

/**
 * Counts the words of texts by a rule that needs no dictionary and no locale.
 *
 * <p>A word is a longest run of characters other than white space, as {@code wc -w} counts. In such
 * a run every character of a script that is written without spaces (Han, Hiragana, Katakana, Thai,
 * Lao, Khmer, Myanmar and Tibetan) is a word by itself, with the combining marks that follow it. So
 * {@code don't stop} has two words, and three ideographs have three. White space is that of
 * Unicode, no-break spaces included.
 */
public final class Words {

  /** Returns the number of words, 0 for an empty text. Takes linear time and no memory. */
  public static long count(String text) {
    long words = 0;
    boolean inRun = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c < 128) {
        boolean space = c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
        words += !space && !inRun ? 1 : 0;
        inRun = !space;
      } else if (isSpace(c)) {
        inRun = false;
      } else if (standsAlone(c)) {
        words++;
        // Other characters after it begin a word of their own, except marks.
        inRun = false;
      } else if (!inRun && !isMark(c)) {
        words++;
        inRun = true;
      } else if (!inRun && words == 0) {
        words++;
        inRun = true;
      }
    }
    return words;
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean standsAlone(int c) {
    if (!Character.isLetter(c)) {
      return false;
    }
    return switch (Character.UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
      default -> false;
    };
  }

  private Words() {}
}
