package dev.winnow.jobs.progress;

import dev.winnow.transforms.text.Printable;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Place that shows progress. Its methods are called by one thread at a time. */
interface Screen {

  /** Shows the state, which may replace the one before. Called every second. */
  void redraw(View view);

  /**
   * Shows a line that stays.
   *
   * @param kind of the line in JSON: {@code step}, {@code done} or {@code note}
   * @param view the state, null before the first stage
   */
  void line(String kind, String text, View view);

  /** Removes what does not stay. */
  void close();

  /** Name of the system property with the width of the terminal; absent without a terminal. */
  String COLUMNS = "winnow.columns";

  /**
   * Chooses the form: lines of JSON, one line that is redrawn where standard error is a terminal,
   * or a line every ten seconds.
   */
  static Screen of(PrintStream out, Shown shown) {
    if (shown.quiet()) {
      return new Nothing();
    }
    if (shown.json()) {
      return new JsonLines(out);
    }
    int columns = Integer.getInteger(COLUMNS, 0);
    return columns > 0 && out == System.err ? new Terminal(out, columns) : new Lines(out);
  }

  /** No screen. */
  final class Nothing implements Screen {
    @Override
    public void redraw(View view) {}

    @Override
    public void line(String kind, String text, View view) {}

    @Override
    public void close() {}
  }

  /** Lines for people. */
  final class Lines implements Screen {
    private final PrintStream out;

    Lines(PrintStream out) {
      this.out = out;
    }

    @Override
    public void redraw(View view) {}

    @Override
    public void line(String kind, String text, View view) {
      out.println(text);
      out.flush();
    }

    @Override
    public void close() {}
  }

  /** Lines of JSON, one object each. */
  final class JsonLines implements Screen {
    private final PrintStream out;

    JsonLines(PrintStream out) {
      this.out = out;
    }

    @Override
    public void redraw(View view) {}

    @Override
    public void line(String kind, String text, View view) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("progress", kind);
      if (kind.equals("note") || kind.equals("done")) {
        json.put("text", text);
      }
      if (view != null) {
        json.putAll(view.json());
      }
      out.println(View.write(json));
      out.flush();
    }

    @Override
    public void close() {}
  }

  /** One line that is drawn again in place. Lines that stay are printed above it. */
  final class Terminal implements Screen {

    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final int columns;

    Terminal(PrintStream out, int columns) {
      this.out = out;
      this.columns = Math.max(20, columns);
    }

    @Override
    public void redraw(View view) {
      out.print(CLEAR + view.line(columns));
      out.flush();
    }

    @Override
    public void line(String kind, String text, View view) {
      if (kind.equals("step")) {
        redraw(view);
        return;
      }
      if (!kind.equals("state")) {
        out.print(CLEAR + Printable.of(text) + System.lineSeparator());
        out.flush();
      }
    }

    @Override
    public void close() {
      out.print(CLEAR);
      out.flush();
    }
  }
}
