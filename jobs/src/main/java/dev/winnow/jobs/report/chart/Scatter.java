package dev.winnow.jobs.report.chart;

import dev.winnow.jobs.report.page.SvgText;
import java.util.List;

/** Points in a plane, one path for each series, so that thousands of them stay small. */
public final class Scatter {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;
  private static final int MARGIN = 14;
  private static final int TOP = 54;
  private static final int LEGENDS_OF_A_LINE = 5;

  /**
   * A series.
   *
   * @param css end of the classes of its colour: {@code kept} for {@code l-kept}
   * @param points points in any unit; x and y have the same scale
   */
  public record Series(String name, String css, List<double[]> points) {}

  /**
   * Draws the series, the first one lowest.
   *
   * @param id unique on the page
   */
  public static SvgText draw(String id, String title, String description, List<Series> series) {
    double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (Series one : series) {
      for (double[] point : one.points()) {
        for (int axis = 0; axis < 2; axis++) {
          low[axis] = Math.min(low[axis], point[axis]);
          high[axis] = Math.max(high[axis], point[axis]);
        }
      }
    }
    double unit =
        Math.min(
            (WIDTH - 2 * MARGIN) / Math.max(high[0] - low[0], 1e-12),
            (HEIGHT - TOP - MARGIN) / Math.max(high[1] - low[1], 1e-12));
    double left = (WIDTH - unit * (high[0] - low[0])) / 2;
    Svg svg = new Svg(id, WIDTH, HEIGHT, title, description);
    for (Series one : series) {
      StringBuilder path = new StringBuilder();
      for (double[] point : one.points()) {
        path.append('M')
            .append(tenth(left + unit * (point[0] - low[0])))
            .append(' ')
            .append(tenth(TOP + unit * (high[1] - point[1])))
            .append("h0");
      }
      svg.path("dots l-" + one.css(), path.toString());
    }
    for (int i = 0; i < series.size(); i += LEGENDS_OF_A_LINE) {
      Legend.draw(
          svg,
          MARGIN,
          14 + 20.0 * (i / LEGENDS_OF_A_LINE),
          series.subList(i, Math.min(series.size(), i + LEGENDS_OF_A_LINE)).stream()
              .map(s -> new Legend.Entry(s.name(), "f-" + s.css())));
    }
    return svg.finish();
  }

  private static String tenth(double value) {
    return Svg.number(Math.rint(value * 10) / 10);
  }

  private Scatter() {}
}
