package dev.winnow.jobs.init;

import dev.winnow.transforms.text.Printable;
import java.util.Locale;

/** Texts of users in the YAML of a recipe. */
final class YamlText {

  /** Beginning of a variable, for which recipes have no escape. */
  static final String VARIABLE = "${env:";

  /** Returns a text as it is if it can only be read as a text; in quotes if not. */
  static String of(String text) {
    boolean plain = text.matches("[A-Za-z][A-Za-z0-9_-]{2,60}|/[A-Za-z0-9_./-]+|id");
    boolean word = text.matches("(?i)true|false|null|yes|off|nan|inf");
    return plain && !word ? text : quoted(text);
  }

  /**
   * Returns a text in quotes. Single quotes take every text but those with characters that a
   * terminal does not show; they have escapes in double quotes.
   */
  static String quoted(String text) {
    if (text.codePoints().allMatch(Printable::isPlain)) {
      return "'" + text.replace("'", "''") + "'";
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (Printable.isPlain(c)) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append(
                    c > 0xffff
                        ? String.format(Locale.ROOT, "\\U%08X", c)
                        : String.format(Locale.ROOT, "\\u%04X", c));
              }
            });
    return quoted.append('"').toString();
  }

  /** Returns true for a text that a recipe would replace in part by a variable. */
  static boolean isSubstituted(String text) {
    return text.contains(VARIABLE);
  }

  private YamlText() {}
}
