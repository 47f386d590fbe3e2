package dev.winnow.jobs.export;

import java.util.Locale;

/** Texts of users as YAML. */
final class YamlText {

  private static final int LINE_SEPARATOR = 0x2028;
  private static final int PARAGRAPH_SEPARATOR = 0x2029;

  /** Returns a text in double quotes; control and invisible characters become escapes. */
  static String quoted(String text) {
    StringBuilder yaml = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                yaml.append('\\').append((char) c);
              } else if (isShown(c)) {
                yaml.appendCodePoint(c);
              } else {
                yaml.append(String.format(Locale.ROOT, "\\U%08X", c));
              }
            });
    return yaml.append('"').toString();
  }

  private static boolean isShown(int c) {
    int type = Character.getType(c);
    return c != LINE_SEPARATOR
        && c != PARAGRAPH_SEPARATOR
        && type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.PRIVATE_USE
        && type != Character.UNASSIGNED;
  }

  private YamlText() {}
}
