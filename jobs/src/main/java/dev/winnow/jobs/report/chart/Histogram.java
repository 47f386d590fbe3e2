package dev.winnow.jobs.report.chart;

import dev.winnow.jobs.report.page.SvgText;
import java.util.List;
import java.util.Locale;

/** Numbers of rows by value, in stacked series, with the value at which the rows are cut. */
public final class Histogram {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 330;
  private static final int LEFT = 62;
  private static final int RIGHT = 890;
  private static final int TOP = 44;
  private static final int BOTTOM = 280;
  private static final int TICKS = 8;

  /**
   * A series.
   *
   * @param css class of its colour, such as {@code f-kept}
   * @param counts rows of each bin
   */
  public record Series(String name, String css, long[] counts) {}

  /**
   * Draws the series, the first one at the bottom.
   *
   * @param id unique on the page
   * @param axis name of the values
   * @param edges edges of the bins, ascending, one more than there are bins
   * @param cut value at which the rows are cut; null for none
   */
  public static SvgText draw(
      String id, String title, String axis, double[] edges, List<Series> series, Double cut) {
    int bins = edges.length - 1;
    long[] sums = new long[bins];
    long most = 1;
    for (Series one : series) {
      for (int i = 0; i < bins; i++) {
        sums[i] += one.counts()[i];
        most = Math.max(most, sums[i]);
      }
    }
    Svg svg = new Svg(id, WIDTH, HEIGHT, title, description(axis, edges, sums, cut));
    Scale x = new Scale(edges[0], edges[bins], LEFT, RIGHT);
    Scale y = Scale.nice(0, most, BOTTOM, TOP);
    for (double tick : y.ticks(4)) {
      svg.line("grid", LEFT, y.at(tick), RIGHT, y.at(tick));
      svg.text("soft end", LEFT - 8, y.at(tick) + 4, y.label(tick, 4));
    }
    for (int i = 0; i < bins; i++) {
      double low = 0;
      for (Series one : series) {
        double high = low + one.counts()[i];
        double gap = Math.min(1.5, (x.at(edges[i + 1]) - x.at(edges[i])) / 6);
        svg.bar(
            one.css(),
            x.at(edges[i]) + gap / 2,
            y.at(high),
            x.at(edges[i + 1]) - x.at(edges[i]) - gap,
            y.at(low) - y.at(high));
        low = high;
      }
    }
    svg.line("axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    for (double tick : x.ticks(TICKS)) {
      svg.line("axis", x.at(tick), BOTTOM, x.at(tick), BOTTOM + 4);
      svg.text("soft mid", x.at(tick), BOTTOM + 18, x.label(tick, TICKS));
    }
    svg.text("mid", (LEFT + RIGHT) / 2.0, HEIGHT - 8, axis);
    svg.upright("mid", 14, (TOP + BOTTOM) / 2.0, "rows");
    Legend.draw(svg, LEFT, 14, series.stream().map(s -> new Legend.Entry(s.name(), s.css())));
    if (cut != null && cut >= x.from() && cut <= x.to()) {
      double at = x.at(cut);
      svg.line("cut", at, TOP - 10, at, BOTTOM);
      boolean left = at > (LEFT + RIGHT) / 2.0;
      svg.text(
          left ? "strong end" : "strong",
          left ? at - 6 : at + 6,
          TOP - 2,
          String.format(Locale.ROOT, "cut at %.4g", cut));
    }
    return svg.finish();
  }

  private static String description(String axis, double[] edges, long[] sums, Double cut) {
    int highest = 0;
    for (int i = 1; i < sums.length; i++) {
      highest = sums[i] > sums[highest] ? i : highest;
    }
    return String.format(
        Locale.ROOT,
        "Histogram of %s from %.4g to %.4g. Most rows, %,d, lie between %.4g and %.4g.%s",
        axis,
        edges[0],
        edges[edges.length - 1],
        sums[highest],
        edges[highest],
        edges[highest + 1],
        cut == null ? "" : String.format(Locale.ROOT, " The cut is at %.4g.", cut));
  }

  private Histogram() {}
}
