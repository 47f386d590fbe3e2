package dev.winnow.jobs.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Line chart as SVG and as csv. Axes are logarithmic where the caller says so. Lines differ by the
 * colours of Okabe and Ito, which colour-blind readers can tell apart, and by their dashes; words
 * and axes have the reader's own colour in light and dark. A title and a description serve readers
 * who listen.
 */
public final class Chart {

  /** Look of a line. */
  public enum Look {
    LINE,
    WIDE,
    DASHED,
    /** Points with bars of three standard errors. */
    POINTS,
    /** A line through such points. */
    MARKED
  }

  /**
   * A line or a set of points.
   *
   * @param colour number of the colour, from 0
   * @param x ascending
   * @param y values; NaN where there is none
   * @param errors standard errors of points; null for lines
   */
  public record Series(
      String name, Look look, int colour, double[] x, double[] y, double[] errors) {}

  /** One axis. */
  public record Axis(String name, boolean logarithmic, double from, double to) {

    double place(double value, double start, double end) {
      double share =
          logarithmic
              ? StrictMath.log(value / from) / StrictMath.log(to / from)
              : (value - from) / (to - from);
      return start + share * (end - start);
    }

    double[] ticks() {
      List<Double> ticks = new ArrayList<>();
      if (logarithmic) {
        for (int power = -9; power <= 9; power++) {
          for (int digit : new int[] {1, 2, 5}) {
            double tick = Double.parseDouble(digit + "e" + power);
            if (tick >= from * 0.999 && tick <= to * 1.001) {
              ticks.add(tick);
            }
          }
        }
      } else {
        for (int i = 0; i <= 5; i++) {
          ticks.add(from + i * (to - from) / 5);
        }
      }
      return ticks.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  private static final String[] COLOURS = {
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#888888"
  };
  private static final String[] DASHES = {"", "7 3", "2 3", "10 3 2 3", "4 2", "12 4", "1 4"};
  private static final int WIDTH = 800;
  private static final int HEIGHT = 480;
  private static final int LEFT = 70;
  private static final int RIGHT = 590;
  private static final int TOP = 50;
  private static final int BOTTOM = 420;
  private static final int LEGEND = 20;

  private final String title;
  private final String description;
  private final Axis x;
  private final Axis y;
  private final List<Series> series = new ArrayList<>();

  /**
   * @param description the chart in words, for readers who do not see it
   */
  public Chart(String title, String description, Axis x, Axis y) {
    this.title = title;
    this.description = description;
    this.x = x;
    this.y = y;
  }

  /** Adds a line or points, in the order of the legend. */
  public void add(Series added) {
    series.add(added);
  }

  /** Returns the values, one row for each point: series, x, y, standard error. */
  public String csv() {
    StringBuilder csv = new StringBuilder("series,x,y,standard_error\n");
    for (Series each : series) {
      for (int i = 0; i < each.x().length; i++) {
        if (!Double.isNaN(each.y()[i])) {
          csv.append('"').append(each.name()).append("\",").append(each.x()[i]).append(',');
          csv.append(each.y()[i]).append(',');
          csv.append(each.errors() == null ? "" : String.valueOf(each.errors()[i])).append('\n');
        }
      }
    }
    return csv.toString();
  }

  /** Returns the picture. */
  public String svg() {
    StringBuilder svg = new StringBuilder();
    append(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-labelledby=\"title desc\">",
        WIDTH,
        HEIGHT);
    append(svg, "<title id=\"title\">%s</title>", escaped(title));
    append(svg, "<desc id=\"desc\">%s</desc>", escaped(description));
    svg.append(
        """
        <style>
        svg { color: #222; background: #fff; font: 13px sans-serif; }
        @media (prefers-color-scheme: dark) { svg { color: #ddd; background: #1a1a1a; } }
        text { fill: currentColor; }
        .axis { stroke: currentColor; fill: none; }
        .grid { stroke: currentColor; opacity: 0.15; }
        </style>
        """);
    append(svg, "<text x=\"%d\" y=\"24\" font-size=\"16\">%s</text>", LEFT, escaped(title));
    axes(svg);
    append(
        svg,
        "<clipPath id=\"frame\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/></clipPath>",
        LEFT,
        TOP,
        RIGHT - LEFT,
        BOTTOM - TOP);
    for (int i = 0; i < series.size(); i++) {
      Series each = series.get(i);
      svg.append("<g clip-path=\"url(#frame)\">");
      if (each.look() != Look.POINTS) {
        append(svg, "<polyline points=\"%s\" %s/>", path(each), stroke(each));
      }
      if (each.look() == Look.POINTS || each.look() == Look.MARKED) {
        points(svg, each);
      }
      svg.append("</g>\n");
      legend(svg, each, TOP + 10 + i * LEGEND);
    }
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    for (double tick : x.ticks()) {
      double at = x.place(tick, LEFT, RIGHT);
      append(
          svg,
          "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
          at,
          at,
          TOP,
          BOTTOM);
      append(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          at,
          BOTTOM + 18,
          Figures.of(tick));
    }
    for (double tick : y.ticks()) {
      double at = y.place(tick, BOTTOM, TOP);
      append(
          svg,
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
          LEFT,
          RIGHT,
          at,
          at);
      append(
          svg,
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          LEFT - 8,
          at + 4,
          Figures.of(tick));
    }
    append(
        svg,
        "<rect class=\"axis\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
        LEFT,
        TOP,
        RIGHT - LEFT,
        BOTTOM - TOP);
    append(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        (LEFT + RIGHT) / 2,
        HEIGHT - 16,
        escaped(x.name()));
    append(
        svg,
        "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
        (TOP + BOTTOM) / 2,
        escaped(y.name()));
  }

  private String path(Series each) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < each.x().length; i++) {
      if (!Double.isNaN(each.y()[i])) {
        path.append(
            String.format(
                Locale.ROOT,
                "%.1f,%.1f ",
                x.place(each.x()[i], LEFT, RIGHT),
                y.place(each.y()[i], BOTTOM, TOP)));
      }
    }
    return path.toString().strip();
  }

  private static String stroke(Series each) {
    String dash = each.look() == Look.DASHED ? "3 3" : DASHES[each.colour() % DASHES.length];
    return String.format(
        Locale.ROOT,
        "fill=\"none\" stroke=\"%s\" stroke-width=\"%d\"%s",
        COLOURS[each.colour() % COLOURS.length],
        each.look() == Look.WIDE ? 4 : 2,
        dash.isEmpty() || each.look() == Look.WIDE ? "" : " stroke-dasharray=\"" + dash + "\"");
  }

  private void points(StringBuilder svg, Series each) {
    String colour = COLOURS[each.colour() % COLOURS.length];
    for (int i = 0; i < each.x().length; i++) {
      double at = x.place(each.x()[i], LEFT, RIGHT);
      double low = Math.max(y.from(), each.y()[i] - 3 * each.errors()[i]);
      append(
          svg,
          "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>"
              + "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>",
          at,
          at,
          y.place(low, BOTTOM, TOP),
          y.place(each.y()[i] + 3 * each.errors()[i], BOTTOM, TOP),
          colour,
          at,
          y.place(each.y()[i], BOTTOM, TOP),
          colour);
    }
  }

  private static void legend(StringBuilder svg, Series each, int at) {
    int start = RIGHT + 12;
    if (each.look() == Look.POINTS) {
      append(
          svg,
          "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>",
          start + 15,
          at - 4,
          COLOURS[each.colour() % COLOURS.length]);
    } else {
      append(
          svg,
          "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" %s/>",
          start,
          start + 30,
          at - 4,
          at - 4,
          stroke(each));
    }
    append(svg, "<text x=\"%d\" y=\"%d\">%s</text>", start + 38, at, escaped(each.name()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static void append(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
