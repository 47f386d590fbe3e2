package dev.winnow.jobs.report.chart;

import dev.winnow.jobs.report.page.SvgText;
import java.util.List;
import java.util.Locale;

/** Horizontal bars of parts of a whole, such as the rows that each stage leaves. */
public final class StackedBars {

  private static final int WIDTH = 900;
  private static final int LABELS = 190;
  private static final int VALUES = 190;
  private static final int ROW = 34;
  private static final int BAR = 20;

  /**
   * A bar.
   *
   * @param name text at its left
   * @param parts its parts, from the left
   * @param value text at its right
   */
  public record Bar(String name, List<Part> parts, String value) {

    public Bar {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A part of a bar.
   *
   * @param css class of its colour, such as {@code f-kept}
   */
  public record Part(String css, double size) {}

  /**
   * Draws the bars; the whole width is the largest one.
   *
   * @param id unique on the page
   */
  public static SvgText draw(String id, String title, List<Bar> bars) {
    double most = 0;
    StringBuilder description = new StringBuilder();
    for (Bar bar : bars) {
      most = Math.max(most, size(bar));
      description.append(bar.name()).append(": ").append(bar.value()).append(". ");
    }
    Svg svg = new Svg(id, WIDTH, ROW * bars.size() + 4, title, description.toString().strip());
    double scale = most == 0 ? 0 : (WIDTH - LABELS - VALUES) / most;
    int y = 4;
    for (Bar bar : bars) {
      svg.text("", 0, y + 15, cut(bar.name()));
      double x = LABELS;
      svg.bar("rest", x, y + BAR - 2, WIDTH - LABELS - VALUES, 2);
      for (Part part : bar.parts()) {
        svg.bar(part.css(), x, y, part.size() * scale, BAR);
        x += part.size() * scale;
      }
      svg.text("", WIDTH - VALUES + 14, y + 15, bar.value());
      y += ROW;
    }
    return svg.finish();
  }

  private static double size(Bar bar) {
    double sum = 0;
    for (Part part : bar.parts()) {
      sum += part.size();
    }
    return sum;
  }

  private static String cut(String name) {
    return name.length() <= 27 ? name : name.substring(0, 26).toLowerCase(Locale.ROOT) + "…";
  }

  private StackedBars() {}
}
