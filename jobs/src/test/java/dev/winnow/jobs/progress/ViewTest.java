package dev.winnow.jobs.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ViewTest {

  private static View view(String step, String iterations, double left) {
    return new View(
        "quickstart-images",
        "0123456789ab",
        "2/7 embed",
        step,
        512,
        1973,
        iterations,
        10,
        36,
        50,
        OptionalDouble.empty(),
        left < 0 ? OptionalDouble.empty() : OptionalDouble.of(left),
        left < 0 ? OptionalDouble.empty() : OptionalDouble.of(3 * left));
  }

  @Test
  void aLineOfALogSaysAll() {
    assertEquals(
        "quickstart-images, stage 2/7 embed: embedding, 512 of 1,973 rows, 51 rows/s, 36 s,"
            + " about 30 s left, run about 90 s left",
        view("embedding", "", 30).line());
  }

  @Test
  void aLineOfATerminalIsNarrowerThanIt() {
    String step = "embedding 1,973 rows with patch-kmeans-ad55697f9638";
    for (int columns = 20; columns < 200; columns++) {
      String line = view(step, "", 300).line(columns);
      assertTrue(View.width(line) < columns, columns + ": " + line);
    }
    assertEquals(
        "2/7 embed: embedding 1,973 rows..., 51 rows/s, 26%, 36 s, 5 min left, run 15 min",
        view(step, "", 300).line(82));
    String narrow = view(step, "", 300).line(66);
    assertTrue(narrow.startsWith("2/7 embed: embedding 1,973"), narrow);
    assertTrue(narrow.endsWith(", 5 min left, run 15 min"), narrow);
  }

  @Test
  void wideLettersCountTwice() {
    String line = view("\u6df1\u5ea6\u5b66\u4e60".repeat(20), "", 300).line(60);
    assertTrue(View.width(line) < 60, line);
    assertTrue(line.contains("..."), line);
  }

  @Test
  void anUnknownTimeIsNotShown() {
    String line = view("embedding", "iteration 3 of at most 50, mean distance 0.1", -1).line(120);
    assertFalse(line.contains("left"), line);
    assertTrue(line.contains("iteration 3/50"), line);
    assertTrue(view("embedding", "", -1).json().containsKey("stage_seconds_left"));
    assertEquals(null, view("embedding", "", -1).json().get("stage_seconds_left"));
  }

  @Test
  void controlCharactersOfAStepAreEscaped() {
    assertFalse(view("a\u001b[31mred\n", "", 30).line(100).contains("\u001b"));
    assertFalse(view("a\u001b[31mred\n", "", 30).line().contains("\n"));
  }

  @Test
  void timesAreAsExactAsForecastsAre() {
    assertEquals("some seconds", View.duration(3));
    assertEquals("40 s", View.duration(42));
    assertEquals("2 min", View.duration(100));
    assertEquals("59 min", View.duration(3540));
    assertEquals("1 h 50 min", View.duration(6600));
    assertEquals("12 h", View.duration(12 * 3600 + 1000));
  }
}
