package dev.winnow.jobs.experiment;

import static dev.winnow.jobs.support.CommandRun.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.experiment.Chart.Axis;
import dev.winnow.jobs.experiment.Chart.Look;
import dev.winnow.jobs.experiment.Chart.Series;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ChartTest {

  private static Chart chart() {
    Chart chart =
        new Chart(
            "Error <and> size",
            "Falls.",
            new Axis("size", true, 1, 100),
            new Axis("error", false, 0, 1));
    chart.add(
        new Series(
            "line",
            Look.LINE,
            0,
            new double[] {1, 10, 100},
            new double[] {1, Double.NaN, 0},
            null));
    chart.add(
        new Series(
            "points", Look.POINTS, 1, new double[] {10}, new double[] {.5}, new double[] {.01}));
    return chart;
  }

  @Test
  void isXmlWithTitleAndDescription() throws Exception {
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(chart().svg().getBytes(StandardCharsets.UTF_8)));
    assertEquals("Error <and> size", svg.getElementsByTagName("title").item(0).getTextContent());
    assertEquals("Falls.", svg.getElementsByTagName("desc").item(0).getTextContent());
    assertEquals("img", svg.getDocumentElement().getAttribute("role"));
  }

  /** The frame goes from (70, 50) to (590, 420); 10 is the middle of a logarithmic 1 to 100. */
  @Test
  void placesPointsOnTheirAxes() {
    String svg = chart().svg();
    assertTrue(svg.contains("points=\"70.0,50.0 590.0,420.0\""), svg);
    assertTrue(svg.contains("cx=\"330.0\" cy=\"235.0\""), svg);
  }

  @Test
  void theCsvHasTheValues() {
    assertEquals(
        "series,x,y,standard_error\n\"line\",1.0,1.0,\n\"line\",100.0,0.0,\n"
            + "\"points\",10.0,0.5,0.01\n",
        chart().csv());
  }

  @Test
  void experimentRefusesOneTrialAndAMissingFolder() throws Exception {
    assertEquals(2, run("experiment", "--theory", "--output", "x", "--trials", "1").code());
    assertEquals(2, run("experiment", "--theory").code());
    assertEquals(2, run("experiment", "--output", "x").code());
  }
}
