package dev.winnow.jobs.report.chart;

import dev.winnow.jobs.report.page.SvgText;
import dev.winnow.transforms.text.Printable;
import java.util.Locale;

/**
 * Writes one SVG element. Texts are made printable and escaped; numbers have at most two decimals,
 * so equal charts have equal bytes.
 */
final class Svg {

  private final StringBuilder body = new StringBuilder();
  private final int width;
  private final int height;

  /**
   * @param id unique on the page, for the references to title and description
   */
  Svg(String id, int width, int height, String title, String description) {
    this.width = width;
    this.height = height;
    body.append("<svg role=\"img\" aria-labelledby=\"")
        .append(escaped(id))
        .append("-t ")
        .append(escaped(id))
        .append("-d\" viewBox=\"0 0 ")
        .append(width)
        .append(' ')
        .append(height)
        .append("\" xmlns=\"http://www.w3.org/2000/svg\"><title id=\"")
        .append(escaped(id))
        .append("-t\">")
        .append(escaped(title))
        .append("</title><desc id=\"")
        .append(escaped(id))
        .append("-d\">")
        .append(escaped(description))
        .append("</desc>");
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Draws a rectangle; one that is narrower or lower than half a unit is left out. */
  Svg bar(String css, double x, double y, double w, double h) {
    if (w >= 0.5 && h >= 0.3) {
      body.append("<rect class=\"").append(escaped(css)).append('"');
      attribute("x", x).attribute("y", y).attribute("width", w).attribute("height", h);
      body.append("/>");
    }
    return this;
  }

  Svg line(String css, double x1, double y1, double x2, double y2) {
    body.append("<line class=\"").append(escaped(css)).append('"');
    attribute("x1", x1).attribute("y1", y1).attribute("x2", x2).attribute("y2", y2);
    body.append("/>");
    return this;
  }

  Svg circle(String css, double x, double y, double radius) {
    body.append("<circle class=\"").append(escaped(css)).append('"');
    attribute("cx", x).attribute("cy", y).attribute("r", radius);
    body.append("/>");
    return this;
  }

  /**
   * Draws a path.
   *
   * @param data commands of the path, made of numbers and letters
   */
  Svg path(String css, String data) {
    body.append("<path class=\"").append(escaped(css)).append("\" d=\"").append(escaped(data));
    body.append("\"/>");
    return this;
  }

  Svg text(String css, double x, double y, String text) {
    body.append("<text class=\"").append(escaped(css)).append('"');
    attribute("x", x).attribute("y", y);
    body.append('>').append(escaped(text)).append("</text>");
    return this;
  }

  /** Draws a text that stands upright along a vertical axis. */
  Svg upright(String css, double x, double y, String text) {
    body.append("<text class=\"").append(escaped(css)).append("\" transform=\"translate(");
    body.append(number(x)).append(' ').append(number(y)).append(") rotate(-90)\">");
    body.append(escaped(text)).append("</text>");
    return this;
  }

  private Svg attribute(String name, double value) {
    body.append(' ').append(name).append("=\"").append(number(value)).append('"');
    return this;
  }

  SvgText finish() {
    return new SvgText(body + "</svg>");
  }

  /** Returns a number with at most two decimals. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    if (text.charAt(end - 1) == '.') {
      end--;
    }
    String cut = text.substring(0, end);
    return cut.equals("-0") ? "0" : cut;
  }

  /** Returns a text whose characters are content in HTML and in attributes in double quotes. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    String printable = Printable.of(text);
    for (int i = 0; i < printable.length(); i++) {
      char c = printable.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
