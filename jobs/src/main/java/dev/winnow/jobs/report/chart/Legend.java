package dev.winnow.jobs.report.chart;

import java.util.stream.Stream;

/** Names and colours of the series of a chart, in one line. */
final class Legend {

  /** Width of a character on average. */
  private static final double CHARACTER = 7;

  record Entry(String name, String css) {}

  static void draw(Svg svg, double x, double y, Stream<Entry> entries) {
    double at = x;
    for (Entry entry : entries.toList()) {
      svg.bar(entry.css(), at, y - 9, 11, 11);
      svg.text("", at + 17, y + 1, entry.name());
      at += 36 + CHARACTER * entry.name().length();
    }
  }

  private Legend() {}
}
