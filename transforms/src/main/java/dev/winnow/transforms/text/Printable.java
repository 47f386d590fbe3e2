package dev.winnow.transforms.text;

/**
 * Text that a terminal shows as it is: no character of it moves the cursor, changes a colour,
 * breaks the line, turns the direction of writing, or is invisible. Everything that comes from
 * input, recipes, names of files or arguments goes through this class before it is printed.
 *
 * <p>Line breaks and tabs become {@code \n}, {@code \r} and {@code \t}. Other control characters
 * (C0, DEL, C1), line and paragraph separators, format characters such as bidirectional overrides
 * and the byte order mark, and lone surrogates become a backslash, {@code u} and four hexadecimal
 * digits, which stand in braces above U+FFFF. Joiners, which scripts and emoji need, and the tags
 * of flags stay. Backslashes are not doubled, so the result is for people and can't be turned back.
 */
public final class Printable {

  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;
  private static final int FIRST_FLAG_TAG = 0xe0020;
  private static final int LAST_FLAG_TAG = 0xe007f;

  /** Returns the text in one line. Null becomes {@code null}, as in a concatenation. */
  public static String of(Object text) {
    return escaped(String.valueOf(text), false);
  }

  /** Returns the text with its line feeds; the parts between them are printable. */
  public static String lines(String text) {
    return escaped(text, true);
  }

  /**
   * Returns the beginning of the text in one line.
   *
   * @param most number of characters that are shown; {@code ...} follows if there are more
   */
  public static String beginning(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? of(text)
        : of(text.substring(0, text.offsetByCodePoints(0, most))) + "...";
  }

  private static String escaped(String text, boolean keepsLines) {
    StringBuilder shown = null;
    for (int at = 0, c; at < text.length(); at += Character.charCount(c)) {
      c = text.codePointAt(at);
      boolean plain = isPlain(c) || keepsLines && c == '\n';
      if (!plain && shown == null) {
        shown = new StringBuilder(text.length() + 16).append(text, 0, at);
      }
      if (shown != null) {
        append(shown, c, plain);
      }
    }
    return shown == null ? text : shown.toString();
  }

  private static void append(StringBuilder shown, int c, boolean plain) {
    if (plain) {
      shown.appendCodePoint(c);
      return;
    }
    switch (c) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> shown.append(String.format(c > 0xffff ? "\\u{%X}" : "\\u%04X", c));
    }
  }

  /** Returns true if a character stays as it is. */
  public static boolean isPlain(int c) {
    if (c >= ' ' && c < 0x7f) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT ->
          c == ZERO_WIDTH_NON_JOINER
              || c == ZERO_WIDTH_JOINER
              || c >= FIRST_FLAG_TAG && c <= LAST_FLAG_TAG;
      default -> true;
    };
  }

  private Printable() {}
}
