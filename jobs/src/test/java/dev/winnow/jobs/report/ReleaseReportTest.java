package dev.winnow.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a run on texts, ids and labels that are hostile to a page or a spreadsheet. */
class ReleaseReportTest {

  private static final List<String> HOSTILE =
      List.of("<script>alert(1)</script>", "=cmd|'/c calc'!A1", "\u001b[31mred", "\u202egnp.exe x");

  @TempDir private static Path folder;
  private static String recipe;
  private static Path report;
  private static String byRun;

  @BeforeAll
  static void run() throws IOException {
    LocalSpark.session();
    ObjectMapper json = new ObjectMapper();
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 80; i++) {
      String text =
          HOSTILE.get(i % 4) + " topic" + i % 4 + " word" + i % 7 + " word" + i % 5 + " n" + i;
      String label = i % 20 == 19 ? HOSTILE.get(1) : i % 2 == 0 ? "even" : HOSTILE.get(0);
      rows.append(
          json.writeValueAsString(Map.of("id", "<i>" + i, "text", text, "label", label)) + "\n");
    }
    // An exact copy with another label, and a line that is not JSON.
    rows.append(
        json.writeValueAsString(
                Map.of(
                    "id",
                    "copy",
                    "text",
                    HOSTILE.get(0) + " topic0 word0 word0 n0",
                    "label",
                    HOSTILE.get(3)))
            + "\n<script>\n");
    Files.writeString(folder.resolve("texts.jsonl"), rows);
    recipe = folder.resolve("recipe.yaml").toString();
    Files.writeString(
        Path.of(recipe),
        """
        apiVersion: winnow/v1
        name: hostile
        warehouse: %s/tables
        input: {format: jsonl, path: %s/texts.jsonl, id: id, label: label, max_quarantine: 0.1}
        embed: {encoder: tfidf-svd, dim: 8}
        dedup: {near: true}
        cluster: {k: 4, iterations: 3}
        prune: {keep: hard, keep_fraction: 0.5}
        publish: {release: first}
        """
            .formatted(folder, folder));
    CommandRun done = CommandRun.run("run", recipe, "--quiet");
    assertEquals(0, done.code(), done.err());
    report = folder.resolve("tables/hostile/reports/first/report.html");
    assertTrue(done.out().contains("  report          file:" + report), done.out());
    byRun = Files.readString(report);
  }

  @Test
  void theReportHasEverySectionWithDataOrAReason() {
    for (String id :
        List.of(
            "verdict",
            "funnel",
            "hardness",
            "fractions",
            "clusters",
            "duplicates",
            "conflicts",
            "losses",
            "map",
            "shifts",
            "quarantine",
            "inputs",
            "advice",
            "experiments",
            "times",
            "reproduce")) {
      assertTrue(byRun.contains("<section id=\"" + id + "\""), id);
    }
    assertTrue(byRun.contains("Kept 40 of 82 rows."));
    assertTrue(byRun.contains("No proxies were trained on this run"));
    assertTrue(byRun.contains("<svg role=\"img\""));
  }

  @Test
  void hostileTextsAreInertInThePageAndItsFiles() throws IOException {
    assertFalse(byRun.contains("<script>alert"));
    assertEquals(1, byRun.split("<script>", -1).length - 1);
    assertTrue(byRun.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assertTrue(byRun.contains("\\u001B[31mred"));
    for (Path file : files()) {
      String text = Files.readString(file);
      assertFalse(text.contains("\u001b"), file.toString());
      assertFalse(text.contains("\u202e"), file.toString());
      if (file.toString().endsWith(".csv")) {
        assertFalse(text.matches("(?s)(.*[\r\n,])?\"?=cmd.*"), () -> file + "\n" + text);
      }
    }
  }

  private static List<Path> files() throws IOException {
    try (var files = Files.walk(report.getParent())) {
      return files.filter(file -> file.toString().matches(".*\\.(html|csv)")).sorted().toList();
    }
  }

  @Test
  void thePageHasNoOutsideLinkAndAPolicy() {
    assertFalse(byRun.matches("(?s).*(src|href)=\"https?://.*"));
    assertTrue(
        byRun.contains(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"));
    assertTrue(byRun.length() < 1_000_000, () -> "length " + byRun.length());
  }

  @Test
  void aSecondReportDiffersInTheTimeOfWritingOnlyAndTakesFewJobs() throws Exception {
    AtomicInteger jobs = new AtomicInteger();
    SparkListener counter =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart started) {
            jobs.incrementAndGet();
          }
        };
    var context = LocalSpark.session().sparkContext();
    context.listenerBus().waitUntilEmpty();
    context.addSparkListener(counter);
    CommandRun again = CommandRun.run("report", recipe, "--release", "first", "--json");
    context.listenerBus().waitUntilEmpty();
    context.removeSparkListener(counter);
    assertEquals(0, again.code(), again.err());
    assertEquals("file:" + report, again.json().get("report").asText());
    assertEquals(unmarked(byRun), unmarked(Files.readString(report)));
    assertTrue(jobs.get() <= 6, () -> "jobs " + jobs);
  }

  private static String unmarked(String html) {
    return html.replaceFirst("<time id=\"written\">[^<]*</time>", "");
  }

  @Test
  void aRunThatIsDoneLeavesItsReportAndOneWithoutMakesNone() throws IOException {
    String before = Files.readString(report);
    CommandRun again = CommandRun.run("run", recipe, "--quiet", "--json");
    assertEquals("file:" + report, again.json().get("report").asText());
    assertEquals(before, Files.readString(report));
    CommandRun without =
        CommandRun.run("run", recipe, "--quiet", "--no-report", "--set", "publish.release=second");
    assertEquals(0, without.code(), without.err());
    assertFalse(without.out().contains("report.html"), without.out());
    assertFalse(Files.exists(report.getParent().resolveSibling("second")));
  }

  @Test
  void anUnknownReleaseIsRefused() {
    CommandRun run = CommandRun.run("report", recipe, "--release", "third");
    assertEquals(3, run.code());
    assertTrue(run.err().contains("release must be one of"), run.err());
  }

  @Test
  void aDryRunNamesTheFileAndWritesNone() {
    CommandRun run = CommandRun.run("report", recipe, "--release", "first", "--dry-run");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("would be file:" + report), run.out());
  }
}
