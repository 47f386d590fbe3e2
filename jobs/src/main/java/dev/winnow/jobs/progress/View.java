package dev.winnow.jobs.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.transforms.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Progress of a run at one time.
 *
 * @param recipe name of the recipe; empty for a command that runs no recipe
 * @param runId empty for a command that runs no recipe
 * @param stage number, number of stages and label, such as {@code 2/7 embed}
 * @param step work of the stage
 * @param rows rows that the step has written
 * @param ofRows rows that it will write; 0 if unknown
 * @param iterations a phrase on iterations; may be empty
 * @param stepSeconds seconds of the step
 * @param stageSeconds seconds of the stage
 * @param runSeconds seconds of the run
 * @param stepLeft seconds that are left of the step, if its rows or iterations show them
 * @param stageLeft seconds that are left of the stage, if known
 * @param runLeft seconds that are left of the run, if known
 */
record View(
    String recipe,
    String runId,
    String stage,
    String step,
    long rows,
    long ofRows,
    String iterations,
    double stepSeconds,
    double stageSeconds,
    double runSeconds,
    OptionalDouble stepLeft,
    OptionalDouble stageLeft,
    OptionalDouble runLeft) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LEAST_STEP = 16;

  /** Returns the recipe and the stage, which begin every line. */
  static String head(String recipe, String stage) {
    return (recipe.isEmpty() ? "" : recipe + ", ") + "stage " + stage + ": ";
  }

  /** Returns a printable line without limit of its width. */
  String line() {
    List<String> parts = new ArrayList<>();
    parts.add(step);
    if (!iterations.isEmpty()) {
      parts.add(iterations);
    }
    if (rows > 0) {
      parts.add(rowsText());
      parts.add(rateText());
    }
    parts.add(String.format(Locale.ROOT, "%.0f s", stageSeconds));
    if (stageLeft.isPresent()) {
      parts.add("about " + duration(stageLeft.getAsDouble()) + " left");
    } else {
      stepLeft.ifPresent(left -> parts.add("this step about " + duration(left) + " left"));
    }
    runLeft.ifPresent(left -> parts.add("run about " + duration(left) + " left"));
    return Printable.of(head(recipe, stage) + String.join(", ", parts));
  }

  private String rowsText() {
    return ofRows > 0
        ? String.format(Locale.ROOT, "%,d of %,d rows", Math.min(rows, ofRows), ofRows)
        : String.format(Locale.ROOT, "%,d rows", rows);
  }

  private String rateText() {
    double rate = rows / Math.max(1e-3, stepSeconds);
    return String.format(Locale.ROOT, rate < 10 ? "%.1f rows/s" : "%,.0f rows/s", rate);
  }

  /**
   * Returns a printable line for a terminal. The least important parts are left out, and the step
   * is cut, until the line is narrower than the terminal.
   */
  String line(int columns) {
    List<String> parts = new ArrayList<>();
    runLeft.ifPresent(left -> parts.add("run " + duration(left)));
    if (stageLeft.isPresent()) {
      parts.add(duration(stageLeft.getAsDouble()) + " left");
    } else {
      stepLeft.ifPresent(left -> parts.add("step " + duration(left)));
    }
    parts.add(String.format(Locale.ROOT, "%.0f s", stageSeconds));
    if (!iterations.isEmpty()) {
      parts.add(iterations.replaceAll(", .*", "").replace(" of at most ", "/"));
    } else if (rows > 0 && ofRows > 0) {
      parts.add(String.format(Locale.ROOT, "%.0f%%", 100.0 * Math.min(rows, ofRows) / ofRows));
    }
    if (rows > 0) {
      parts.add(rateText());
      parts.add(rowsText());
    }
    String head = columns >= 100 && !recipe.isEmpty() ? recipe + " " : "";
    String start = Printable.of(head + stage + ": ");
    String work = Printable.of(step);
    String tail = "";
    for (String part : parts) {
      String longer = part.startsWith("run ") ? ", " + part : ", " + part + tail;
      int room = columns - 1 - width(start) - width(longer);
      if (room < Math.min(LEAST_STEP, width(work))) {
        break;
      }
      tail = longer;
    }
    return cut(start + cut(work, columns - 1 - width(start) - width(tail)) + tail, columns - 1);
  }

  /** Returns the beginning of a text, with dots if it is cut. */
  static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int used = 0;
    for (int at = 0, c; at < text.length(); at += Character.charCount(c)) {
      c = text.codePointAt(at);
      used += width(c);
      if (used > columns - 3) {
        break;
      }
      cut.appendCodePoint(c);
    }
    return columns < 3 ? "" : cut.toString().stripTrailing() + "...";
  }

  /** Returns the columns of a text at most: a letter of a script that may be wide counts two. */
  static int width(String text) {
    return text.codePoints().map(View::width).sum();
  }

  private static int width(int c) {
    return c < 0x1100 ? 1 : 2;
  }

  /** Returns a time in one or two units, as exact as a forecast is. */
  static String duration(double seconds) {
    if (seconds < 10) {
      return "some seconds";
    }
    if (seconds < 95) {
      return 5 * Math.round(seconds / 5) + " s";
    }
    long minutes = Math.round(seconds / 60);
    if (minutes < 90) {
      return minutes + " min";
    }
    long tens = Math.round(minutes / 10.0) * 10;
    return tens / 60 + " h" + (tens % 60 == 0 || tens >= 600 ? "" : " " + tens % 60 + " min");
  }

  /** Returns the members of the JSON form; unknown times are null. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("recipe", recipe);
    json.put("run_id", runId);
    json.put("stage", stage.substring(stage.indexOf(' ') + 1));
    int slash = stage.indexOf('/');
    boolean counted = slash > 0;
    json.put("number", counted ? Integer.valueOf(stage.substring(0, slash)) : null);
    json.put(
        "of", counted ? Integer.valueOf(stage.substring(slash + 1, stage.indexOf(' '))) : null);
    json.put("step", step);
    json.put("iterations", iterations.isEmpty() ? null : iterations);
    json.put("rows", rows);
    json.put("of_rows", ofRows > 0 ? ofRows : null);
    json.put("rows_per_second", rows > 0 ? tenth(rows / Math.max(1e-3, stepSeconds)) : null);
    json.put("stage_seconds", tenth(stageSeconds));
    json.put("run_seconds", tenth(runSeconds));
    json.put("step_seconds_left", tenth(stepLeft));
    json.put("stage_seconds_left", tenth(stageLeft));
    json.put("run_seconds_left", tenth(runLeft));
    return json;
  }

  private static Double tenth(OptionalDouble seconds) {
    return seconds.isPresent() ? Double.valueOf(tenth(seconds.getAsDouble())) : null;
  }

  static double tenth(double value) {
    return Math.round(10 * value) / 10.0;
  }

  static String write(Map<String, Object> json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + json, e);
    }
  }
}
