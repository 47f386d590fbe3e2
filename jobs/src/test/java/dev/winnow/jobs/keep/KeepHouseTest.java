package dev.winnow.jobs.keep;

import static dev.winnow.jobs.support.CommandRun.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.jobs.run.RunLock;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.jobs.support.CopiedRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands list, drop and vacuum on a copy of one run and its cut. */
class KeepHouseTest {

  @TempDir private Path folder;

  private static JsonNode json(String... args) throws IOException {
    CommandRun done = run(args);
    assertEquals(0, done.code(), done.err());
    return done.json();
  }

  @Test
  void afterSixCutsAVacuumWithoutRetentionLeavesEveryReleaseRowForRow() throws IOException {
    CopiedRelease copy = CopiedRelease.into(folder);
    String recipe = copy.recipe();
    for (int percent = 20; percent <= 70; percent += 10) {
      json(
          "cut",
          recipe,
          "--quiet",
          "--json",
          "--keep-fraction",
          "0." + percent,
          "--release",
          "cut-" + percent,
          "--keep",
          percent % 20 == 0 ? "random" : "hard");
    }
    json("drop", recipe, "cut-40", "--quiet", "--json");
    json("drop", recipe, "cut-50", "--quiet", "--json");
    Map<String, List<String>> before = copy.rows();
    assertEquals(
        6,
        before.keySet().stream().filter(key -> key.startsWith("curated@")).count(),
        "" + before.keySet());
    Files.writeString(copy.tables().resolve("decisions/notes.txt"), "mine");
    Files.writeString(copy.tables().resolve("scores/part-00009-killed.parquet"), "half a file");
    Files.createDirectories(copy.tables().resolve("own"));
    Files.writeString(copy.tables().resolve("own/part-00000-x.parquet"), "of another table");
    Map<String, Long> files = copy.dataFiles();

    JsonNode kept = json("vacuum", recipe, "--quiet", "--json");
    assertEquals(0, kept.path("files").asLong(), "files of the last week stay: " + kept);
    JsonNode planned = json("vacuum", recipe, "--retain-hours", "0", "--dry-run", "--json");
    assertEquals(files, copy.dataFiles());
    JsonNode freed = json("vacuum", recipe, "--retain-hours", "0", "--json");

    Map<String, Long> left = copy.dataFiles();
    Map<String, Long> gone = new TreeMap<>(files);
    gone.keySet().removeAll(left.keySet());
    assertEquals(gone.size(), freed.path("files").asLong(), freed.toString());
    assertEquals(gone.values().stream().mapToLong(b -> b).sum(), freed.path("bytes").asLong());
    assertEquals(planned.path("tables"), freed.path("tables"));
    assertTrue(gone.containsKey("scores/part-00009-killed.parquet"), CopiedRelease.names(gone));
    assertTrue(
        gone.keySet().stream().anyMatch(f -> f.startsWith("decisions/")),
        CopiedRelease.names(gone));
    assertTrue(left.containsKey("own/part-00000-x.parquet"), "a folder that is no table stays");
    assertTrue(Files.exists(copy.tables().resolve("decisions/notes.txt")));
    assertEquals(1, freed.path("unknown_files").asLong());
    assertEquals(before, copy.rows());
    assertNoChecksumIsLeftAlone(copy.tables().resolve("decisions"));

    CommandRun again = run("vacuum", recipe, "--retain-hours", "0");
    assertTrue(again.out().contains("freed           0 files, 0 bytes"), again.out());
    CommandRun reused = run("run", recipe, "--quiet", "--set", "publish.release=whole");
    assertTrue(reused.out().contains("already done: nothing to do"), reused.out());
  }

  private static void assertNoChecksumIsLeftAlone(Path table) throws IOException {
    try (Stream<Path> all = Files.list(table)) {
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(".part-")) {
          Path data = file.resolveSibling(name.substring(1, name.length() - ".crc".length()));
          assertTrue(Files.exists(data), name);
        }
      }
    }
  }

  @Test
  void aDroppedReleaseIsPublishedAgainWithTheSameDigest() throws IOException {
    CopiedRelease copy = CopiedRelease.into(folder);
    String recipe = copy.recipe();
    Path report = copy.tables().resolve("reports/small-cut/report.html");
    Files.createDirectories(report.getParent());
    Files.writeString(report, "a report");
    JsonNode planned = json("drop", recipe, "small-cut", "--dry-run", "--json", "--quiet");
    assertTrue(Files.exists(report));
    assertEquals(0, planned.path("vacuum_bytes").asLong(), "its versions are the newest ones");

    JsonNode dropped = json("drop", recipe, "small-cut", "--json", "--quiet");
    assertEquals(List.of("whole"), texts(dropped.path("releases_left")));
    assertFalse(Files.exists(report.getParent()));
    assertEquals(3, run("drop", recipe, "small-cut", "--quiet").code());
    assertEquals(3, run("compare", recipe, "whole", "small-cut", "--quiet").code());
    JsonNode listed = json("list", recipe, "--json").path("recipes").get(0);
    assertEquals(1, listed.path("releases").size());

    CommandRun vacuum = run("vacuum", recipe, "--retain-hours", "0", "--quiet");
    assertEquals(0, vacuum.code(), vacuum.err());
    JsonNode again =
        json(
            "cut", recipe, "--quiet", "--json", "--keep-fraction", "0.4", "--release", "small-cut");
    assertEquals("done", again.path("state").asText(), again.toString());
    assertEquals(dropped.path("digest"), again.path("digest"));

    JsonNode whole = json("drop", recipe, "whole", "--json", "--quiet");
    assertTrue(whole.path("vacuum_bytes").asLong() > 0, whole.toString());
    CommandRun why = run("why", recipe, "t010", "--quiet");
    assertEquals(0, why.code(), why.err());
    CommandRun published =
        run("run", recipe, "--quiet", "--json", "--set", "publish.release=whole");
    assertEquals(whole.path("digest"), published.json().path("digest"), published.out());
    assertEquals(2, json("list", recipe, "--json").path("recipes").get(0).path("releases").size());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  @Test
  void anUnknownReleaseAndHeldTablesAreRefused() throws IOException {
    CopiedRelease copy = CopiedRelease.into(folder);
    CommandRun unknown = run("drop", copy.recipe(), "smal-cut", "--quiet");
    assertEquals(3, unknown.code());
    assertTrue(unknown.err().contains("got smal-cut; did you mean small-cut?"), unknown.err());
    try (RunLock held =
        RunLock.acquire(new Configuration(), copy.tables().toUri().toString(), "nightly")) {
      held.check();
      for (String[] line :
          List.of(
              new String[] {"drop", copy.recipe(), "small-cut", "--quiet"},
              new String[] {"vacuum", copy.recipe(), "--retain-hours", "0", "--quiet"})) {
        CommandRun refused = run(line);
        assertEquals(6, refused.code(), refused.err());
        assertTrue(refused.err().contains("are held by run nightly"), refused.err());
      }
    }
    assertEquals(2, run("vacuum", copy.recipe(), "--run-id", "nightly").code());
    assertEquals(2, run("drop", copy.recipe(), "whole", "--run-id", "nightly").code());
    CommandRun hours = run("vacuum", copy.recipe(), "--retain-hours", "-1");
    assertEquals(2, hours.code());
    assertTrue(hours.err().contains("--retain-hours must be in [0, 240000], got -1"), hours.err());
  }

  @Test
  void aTableWhoseLogHasLostCommitsIsLeft() throws IOException {
    CopiedRelease copy = CopiedRelease.into(folder);
    json("drop", copy.recipe(), "whole", "--json", "--quiet");
    Files.delete(copy.tables().resolve("decisions/_delta_log/00000000000000000000.json"));
    Map<String, Long> files = copy.dataFiles();
    JsonNode freed = json("vacuum", copy.recipe(), "--retain-hours", "0", "--json");
    for (JsonNode table : freed.path("tables")) {
      assertEquals(table.path("table").asText().equals("decisions"), table.has("left"));
    }
    files.keySet().removeAll(copy.dataFiles().keySet());
    assertTrue(files.keySet().stream().noneMatch(f -> f.startsWith("decisions/")), "" + files);
    assertTrue(files.keySet().stream().anyMatch(f -> f.startsWith("curated/")), "" + files);
  }

  @Test
  void listsRunsAndReleasesOfARecipeAndOfAWarehouse() throws IOException {
    CopiedRelease copy = CopiedRelease.into(folder);
    JsonNode listed = json("list", copy.recipe(), "--json").path("recipes").get(0);
    assertEquals("small", listed.path("name").asText());
    JsonNode newest = listed.path("releases").get(0);
    assertEquals("small-cut", newest.path("release").asText());
    assertEquals(96, newest.path("rows").asLong());
    assertTrue(newest.path("bytes").asLong() > 1000, newest.toString());
    assertTrue(newest.path("bytes").asLong() < listed.path("bytes").asLong(), listed.toString());
    assertEquals(1, listed.path("runs").size());
    String warehouse = folder.resolve("tables").toString();
    CommandRun all = run("list", "--warehouse", warehouse);
    assertEquals(0, all.code(), all.err());
    assertTrue(all.out().contains("small-cut  96 "), all.out());
    assertTrue(all.out().contains("whole      168 "), all.out());
    assertEquals(3, run("list", "--warehouse", folder + "/none").code());
    assertEquals(2, run("list", copy.recipe(), "--warehouse", warehouse).code());
    assertEquals(2, run("list", copy.recipe(), "--name", "smal").code());
    assertTrue(
        run("list", copy.recipe(), "--dry-run").out().startsWith("would list file:"), all.out());
  }
}
