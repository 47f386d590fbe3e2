package dev.winnow.jobs.why;

import dev.winnow.schemas.Examples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Facts of a row of {@code examples}, with the size and the beginning of its text. */
final class RowInput {

  /** Columns that are read. */
  static final String[] COLUMNS = {
    Examples.SOURCE,
    Examples.MODALITY,
    Examples.LABEL,
    Examples.WIDTH,
    Examples.HEIGHT,
    Examples.TEXT,
    Examples.CONTENT_SHA256
  };

  /** Number of characters of a text that are shown. */
  private static final int CHARACTERS = 240;

  /** Returns the facts that are not null; the text in one line. */
  static Map<String, Object> facts(Map<String, Object> example) {
    Map<String, Object> input = new LinkedHashMap<>();
    for (String column :
        List.of(
            Examples.SOURCE, Examples.MODALITY, Examples.LABEL, Examples.WIDTH, Examples.HEIGHT)) {
      if (example.get(column) != null) {
        input.put(column, example.get(column));
      }
    }
    if (example.get(Examples.TEXT) instanceof String text) {
      input.put("characters", text.codePointCount(0, text.length()));
      input.put(Examples.TEXT, beginning(text));
    }
    input.put(Examples.CONTENT_SHA256, example.get(Examples.CONTENT_SHA256));
    return input;
  }

  private static String beginning(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.codePointCount(0, line.length()) <= CHARACTERS
        ? line
        : line.substring(0, line.offsetByCodePoints(0, CHARACTERS)) + "...";
  }

  private RowInput() {}
}
