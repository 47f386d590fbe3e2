package dev.winnow.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Reports for programs. */
final class Json {

  /** Prints one JSON object: the only report, or {@code {"runs": [...]}}. */
  static void print(List<? extends Map<String, ?>> reports, PrintWriter out) {
    try {
      out.println(
          new ObjectMapper()
              .writeValueAsString(reports.size() == 1 ? reports.get(0) : Map.of("runs", reports)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report of plain values is not JSON", e);
    }
    out.flush();
  }

  private Json() {}
}
