package dev.winnow.jobs.report.chart;

import dev.winnow.jobs.report.page.SvgText;
import java.util.List;
import java.util.stream.IntStream;

/** Lines through points with intervals, such as errors by fraction. */
public final class Lines {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int RIGHT = 880;
  private static final int TOP = 66;
  private static final int BOTTOM = 346;
  private static final int TICKS = 8;
  private static final int LEGENDS_OF_A_LINE = 5;
  private static final int COLOURS = 8;

  /** A point with its interval, in the units of the axes. */
  public record Point(double x, double y, double low, double high) {}

  /**
   * A line.
   *
   * @param points in the order of x
   */
  public record Series(String name, List<Point> points) {}

  /**
   * Draws the lines, each with a colour and a dash of its own.
   *
   * @param id unique on the page
   */
  public static SvgText draw(
      String id, String title, String description, String x, String y, List<Series> series) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Series one : series) {
      for (Point point : one.points()) {
        left = Math.min(left, point.x());
        right = Math.max(right, point.x());
        low = Math.min(low, point.low());
        high = Math.max(high, point.high());
      }
    }
    Svg svg = new Svg(id, WIDTH, HEIGHT, title, description);
    Scale across = Scale.nice(left, right, LEFT, RIGHT);
    Scale up = Scale.nice(low, high, BOTTOM, TOP);
    for (double tick : up.ticks(6)) {
      svg.line("grid", LEFT, up.at(tick), RIGHT, up.at(tick));
      svg.text("soft end", LEFT - 8, up.at(tick) + 4, up.label(tick, 6));
    }
    for (double tick : across.ticks(TICKS)) {
      svg.line("axis", across.at(tick), BOTTOM, across.at(tick), BOTTOM + 4);
      svg.text("soft mid", across.at(tick), BOTTOM + 18, across.label(tick, TICKS));
    }
    svg.line("axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    svg.text("mid", (LEFT + RIGHT) / 2.0, HEIGHT - 10, x);
    svg.upright("mid", 14, (TOP + BOTTOM) / 2.0, y);
    for (int i = 0; i < series.size(); i++) {
      line(svg, series.get(i), i, across, up, (i - (series.size() - 1) / 2.0) * 2.5);
    }
    for (int i = 0; i < series.size(); i += LEGENDS_OF_A_LINE) {
      int first = i;
      Legend.draw(
          svg,
          LEFT,
          14 + 20.0 * (i / LEGENDS_OF_A_LINE),
          IntStream.range(first, Math.min(series.size(), first + LEGENDS_OF_A_LINE))
              .mapToObj(at -> new Legend.Entry(series.get(at).name(), "f-" + colour(at))));
    }
    return svg.finish();
  }

  /** Draws a line; its intervals are shifted a little, so that those of several lines are seen. */
  private static void line(Svg svg, Series one, int number, Scale across, Scale up, double shift) {
    StringBuilder path = new StringBuilder();
    for (Point point : one.points()) {
      double x = across.at(point.x()) + shift;
      path.append(path.isEmpty() ? "M" : "L")
          .append(Svg.number(x))
          .append(' ')
          .append(Svg.number(up.at(point.y())));
      String css = "line l-" + colour(number);
      svg.line(css, x, up.at(point.low()), x, up.at(point.high()));
      svg.line(css, x - 4, up.at(point.low()), x + 4, up.at(point.low()));
      svg.line(css, x - 4, up.at(point.high()), x + 4, up.at(point.high()));
      svg.circle("f-" + colour(number), x, up.at(point.y()), 3.2);
    }
    svg.path("line l-" + colour(number) + " d" + (number % COLOURS + 1), path.toString());
  }

  private static String colour(int number) {
    return "s" + (number % COLOURS + 1);
  }

  private Lines() {}
}
