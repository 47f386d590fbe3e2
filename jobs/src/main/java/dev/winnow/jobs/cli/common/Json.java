package dev.winnow.jobs.cli.common;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.transforms.text.Printable;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports for programs. */
public final class Json {

  /**
   * Escapes of characters that a terminal would not show as they are. JSON itself asks only for
   * those of C0; a reader gets the same text from both.
   */
  private static final class Escapes extends CharacterEscapes {

    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7f;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] escapes = standardAsciiEscapesForJSON();
      escapes[DELETE] = ESCAPE_STANDARD;
      return escapes;
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return Printable.isPlain(c) || Character.isSurrogate((char) c)
          ? null
          : new SerializedString(String.format("\\u%04X", c));
    }
  }

  /** Name of the list of reports, which no report may use. */
  private static final String RUNS = "runs";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static {
    MAPPER.getFactory().setCharacterEscapes(new Escapes());
  }

  /**
   * Prints one JSON object, {@code {"runs": [...]}}, with a report for each recipe. The fields of
   * an only report are fields of the object, too.
   */
  public static void print(List<? extends Map<String, ?>> reports, PrintWriter out) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (reports.size() == 1) {
      object.putAll(reports.get(0));
    }
    object.put(RUNS, reports);
    printObject(object, out);
  }

  /** Prints a JSON object on one line. */
  public static void printObject(Map<String, ?> object, PrintWriter out) {
    try {
      out.println(MAPPER.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report of plain values is not JSON", e);
    }
    out.flush();
  }

  private Json() {}
}
