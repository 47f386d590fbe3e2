package dev.winnow.jobs.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ChartsTest {

  private static Element parsed(String svg) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    return document.getDocumentElement();
  }

  private static int count(Element svg, String tag, String css) {
    int count = 0;
    for (int i = 0; i < svg.getElementsByTagName(tag).getLength(); i++) {
      Element element = (Element) svg.getElementsByTagName(tag).item(i);
      count += element.getAttribute("class").equals(css) ? 1 : 0;
    }
    return count;
  }

  @Test
  void aHistogramHasABarForEachFilledBinAndALineAtTheCut() throws Exception {
    Element svg =
        parsed(
            Histogram.draw(
                    "h",
                    "Scores",
                    "score",
                    new double[] {0, 1, 2, 3},
                    List.of(
                        new Histogram.Series("kept", "f-kept", new long[] {0, 2, 5}),
                        new Histogram.Series("pruned", "f-pruned", new long[] {4, 1, 0})),
                    1.5)
                .markup());
    // One bar of each series is its square in the legend.
    assertEquals(3, count(svg, "rect", "f-kept"));
    assertEquals(3, count(svg, "rect", "f-pruned"));
    assertEquals(1, count(svg, "line", "cut"));
    assertEquals("img", svg.getAttribute("role"));
    assertEquals("h-t h-d", svg.getAttribute("aria-labelledby"));
    assertEquals(
        "Histogram of score from 0.000 to 3.000. Most rows, 5, lie between 2.000 and 3.000. The cut"
            + " is at 1.500.",
        svg.getElementsByTagName("desc").item(0).getTextContent());
  }

  @Test
  void namesInAChartAreText() throws Exception {
    String markup =
        StackedBars.draw(
                "b",
                "<script>",
                List.of(
                    new StackedBars.Bar(
                        "</svg><script>alert(1)</script>",
                        List.of(new StackedBars.Part("f-kept", 1)),
                        "\u202e\"x\"")))
            .markup();
    assertFalse(markup.contains("<script>"), markup);
    assertFalse(markup.contains("\u202e"), markup);
    assertEquals("<script>", parsed(markup).getElementsByTagName("title").item(0).getTextContent());
  }

  @Test
  void fiveThousandPointsStaySmall() throws Exception {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      points.add(new double[] {i % 71, i % 97});
    }
    String markup =
        Scatter.draw("s", "Map", "", List.of(new Scatter.Series("kept", "kept", points))).markup();
    assertTrue(markup.length() < 100_000, () -> "length " + markup.length());
    assertEquals(1, count(parsed(markup), "path", "dots l-kept"));
  }

  @Test
  void onePointIsAChart() throws Exception {
    List<double[]> one = List.of(new double[] {3, 4});
    parsed(Scatter.draw("s", "Map", "", List.of(new Scatter.Series("kept", "kept", one))).markup());
    Lines.Point point = new Lines.Point(0.5, 0.1, 0.1, 0.1);
    String lines =
        Lines.draw("l", "t", "d", "x", "y", List.of(new Lines.Series("hard", List.of(point))))
            .markup();
    assertFalse(lines.contains("NaN"), lines);
    parsed(lines);
  }

  @Test
  void ticksAreRoundAndInsideOfTheScale() {
    Scale scale = Scale.nice(0, 87, 0, 100);
    assertEquals(List.of(0.0, 20.0, 40.0, 60.0, 80.0, 100.0), scale.ticks(5));
    assertEquals("20", scale.label(20, 5));
    assertEquals("0.05", new Scale(0, 0.2, 0, 1).label(0.05, 4));
  }

  @Test
  void numbersHaveAtMostTwoDecimals() {
    assertEquals("1.25", Svg.number(1.2499999));
    assertEquals("3", Svg.number(3.0));
    assertEquals("0", Svg.number(-0.0001));
  }
}
