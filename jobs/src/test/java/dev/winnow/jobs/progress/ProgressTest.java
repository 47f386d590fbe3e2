package dev.winnow.jobs.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.transforms.cluster.FitProgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Progress with a clock of the test and without Spark. */
class ProgressTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private double now = 1000;
  private byte[] stored;
  private int writes;
  private final ProgressFile file =
      new ProgressFile(
          () -> Optional.ofNullable(stored),
          content -> {
            stored = content;
            writes++;
          });

  private Progress progress(Screen screen, boolean details) {
    RunPlan plan = new RunPlan("flowers", "abc", List.of("ingest", "cluster"), 100, file.earlier());
    return new Progress(
        new JobLabels(null), screen, new Shown(false, false, details), plan, file, () -> now);
  }

  private void pass(Progress progress, int seconds) {
    for (int second = 0; second < seconds; second++) {
      now++;
      progress.tick();
    }
  }

  /** A run: 20 s of reading, then ten iterations of 3 s each. */
  private void run(Progress progress) {
    progress.begin("1/2 ingest");
    progress.step("reading 3 files", 0);
    pass(progress, 20);
    progress.endStage("100 rows");
    progress.begin("2/2 cluster");
    FitProgress fit = progress.fit();
    fit.accept("seeding 4 centroids");
    for (int done = 0; done <= 10; done++) {
      pass(progress, done == 0 ? 1 : 3);
      fit.iteration(new FitProgress.Iteration(done, done == 0, 10, 0.5, Double.NaN, 0));
    }
    progress.endStage("4 rows");
    progress.finish();
    progress.close();
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private JsonNode stored() {
    try {
      return JSON.readTree(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aLogHasALineEveryTenSecondsAndNoneForAnIteration() {
    run(progress(new Screen.Lines(out), false));
    assertTrue(text().contains("flowers, stage 1/2 ingest: reading 3 files, 8 s"), text());
    assertTrue(text().contains("stage 1/2 ingest: done, 100 rows in 20 s"), text());
    assertTrue(text().contains("17 s, this step about 15 s left"), text());
    assertTrue(text().contains("iteration 5 of at most 10, mean distance 0.5000"), text());
    assertTrue(text().lines().filter(line -> line.contains("iteration")).count() < 6, text());
    assertFalse(text().contains("\r"), text());
    assertFalse(text().contains("0 tasks"), text());
  }

  @Test
  void detailsHaveALineForEachIteration() {
    run(progress(new Screen.Lines(out), true));
    for (int i = 1; i <= 10; i++) {
      assertTrue(text().contains("iteration " + i + " of at most 10"), text());
    }
  }

  @Test
  void aTerminalHasOneLineThatIsDrawnAgain() {
    run(progress(new Screen.Terminal(out, 80), false));
    String[] lines = text().split(System.lineSeparator());
    assertEquals(3, lines.length, "two stages that stay, and the end of the drawn line");
    for (String drawn : text().split("\r|" + System.lineSeparator())) {
      assertTrue(drawn.replace("\u001b[K", "").length() < 80, drawn);
    }
  }

  @Test
  void programsGetAnObjectOnEachLine() throws IOException {
    run(progress(new Screen.JsonLines(out), false));
    for (String line : text().lines().toList()) {
      JsonNode json = JSON.readTree(line);
      assertEquals("flowers", json.path("recipe").asText(), line);
      assertEquals(2, json.path("of").asInt(), line);
    }
  }

  @Test
  void theFileIsWrittenEveryFiveSecondsAndIsFinishedAtTheEnd() {
    run(progress(new Screen.Nothing(), false));
    assertEquals("finished", stored().path("state").asText());
    assertEquals(30, stored().path("measured").path("cluster").path("seconds").asDouble(), 1.01);
    assertTrue(writes <= 52 / 5 + 2, "writes " + writes);
  }

  @Test
  void aRunThatFailsIsStopped() {
    Progress progress = progress(new Screen.Nothing(), false);
    progress.begin("1/2 ingest");
    progress.close();
    assertEquals("stopped", stored().path("state").asText());
  }

  @Test
  void theNextRunKnowsItsTimeLeftFromTheBeginning() {
    run(progress(new Screen.Nothing(), false));
    Progress next = progress(new Screen.Lines(out), false);
    next.begin("1/2 ingest");
    next.step("reading 3 files", 0);
    pass(next, 8);
    assertTrue(text().contains("about 10 s left, run about 45 s left"), text());
    next.close();
    assertEquals(
        List.of("cluster", "ingest"),
        Map.copyOf(file.earlier()).keySet().stream().sorted().toList(),
        "a run that stopped keeps the times of the one before");
  }

  @Test
  void aDamagedFileIsPassedOver() {
    stored = "{\"measured\":".getBytes(StandardCharsets.UTF_8);
    assertEquals(Map.of(), file.earlier());
  }

  @Test
  void aFileThatCannotBeWrittenEndsNoRun() {
    ProgressFile broken =
        new ProgressFile(
            Optional::empty,
            content -> {
              throw new UncheckedIOException(new IOException("disk full"));
            });
    Progress progress =
        new Progress(
            new JobLabels(null),
            new Screen.Lines(out),
            Shown.lines(false),
            new RunPlan("flowers", "abc", List.of("ingest", "cluster"), 100, Map.of()),
            broken,
            () -> now);
    run(progress);
    assertTrue(text().contains("done, 4 rows"), text());
  }
}
