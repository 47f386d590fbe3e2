package dev.winnow.jobs.curate;

import static dev.winnow.jobs.support.CommandRun.run;
import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.jobs.support.ReleasedTables;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables that an earlier build wrote stay usable. The resources hold a run of 300 lines through all
 * ten stages, its release {@code whole}, and the cut {@code third} of it.
 */
@Tag("line")
class EarlierWarehouseTest {

  private static final String THIRD_DIGEST = "65894741c921eed0";

  /** The path of the input is part of the recipe, so it must be the same relative path again. */
  private static final Path INPUT = Path.of("target", "earlier-texts.jsonl");

  /** The fingerprint of the input holds the time at which its file was modified. */
  private static final Instant MODIFIED = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir private static Path folder;
  private static String recipe;

  @BeforeAll
  static void unpack() throws IOException {
    LocalSpark.session();
    Files.createDirectories(INPUT.getParent());
    copy("texts.jsonl", INPUT);
    Files.setLastModifiedTime(INPUT, FileTime.from(MODIFIED));
    recipe = folder.resolve("recipe.yaml").toString();
    copy("recipe.yaml", Path.of(recipe));
    try (ZipInputStream zip = new ZipInputStream(resource("tables.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }

  private static InputStream resource(String name) {
    return EarlierWarehouseTest.class.getResourceAsStream("/earlier/" + name);
  }

  private static void copy(String name, Path to) throws IOException {
    try (InputStream in = resource(name)) {
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static ReleasedTables tables() {
    return new ReleasedTables(folder.resolve("earlier"));
  }

  private static CommandRun command(String name, String... arguments) {
    List<String> line = new ArrayList<>(List.of(name, recipe));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--quiet", "--set", "warehouse=" + folder));
    CommandRun done = run(line.toArray(String[]::new));
    assertEquals(0, done.code(), done.err());
    return done;
  }

  @Test
  void aRunByTheRulesOfThisVersionIsARunOfItsOwnBesideTheEarlierRelease() throws IOException {
    String earlier = runOfWhole();
    JsonNode report = command("run", "--json", "--set", "publish.release=fresh").json();
    assertNotEquals(earlier, report.path("run_id").asText());
    report
        .path("stages")
        .forEach(stage -> assertEquals("done", stage.path("state").asText(), report.toString()));
    assertEquals(earlier, runOfWhole());
    assertEquals(139, tables().table("curated", "whole").count());
  }

  @Test
  void aCutOfTheEarlierRunHasTheSizeAndTheDigestOfBefore() throws IOException {
    JsonNode cut =
        command(
                "cut",
                "--json",
                "--keep-fraction",
                "0.3",
                "--release",
                "third-again",
                "--run-id",
                runOfWhole())
            .json();
    assertEquals("done", cut.path("state").asText());
    assertEquals(69, cut.path("kept").asLong());
    assertTrue(cut.path("digest").asText().startsWith(THIRD_DIGEST), cut.toString());
  }

  @Test
  void aCutByTokensNeedsTheLengthsThatAnEarlierBuildDidNotStore() {
    CommandRun refused =
        run(
            "cut",
            recipe,
            "--keep-tokens",
            "1000",
            "--run-id",
            runOfWhole(),
            "--quiet",
            "--set",
            "warehouse=" + folder);
    assertEquals(3, refused.code(), refused.err());
    assertTrue(refused.err().contains("--keep-tokens needs the lengths"), refused.err());
    assertTrue(refused.err().contains("run `winnow run` again"), refused.err());
  }

  private static String runOfWhole() {
    return tables()
        .latest("releases")
        .where(col("release").equalTo("whole"))
        .first()
        .getAs("run_id");
  }

  @Test
  void everyKindOfRowHasItsStory() throws IOException {
    for (String reason :
        List.of(
            "kept",
            "pruned_easy",
            "pruned_balance",
            "exact_duplicate",
            "near_duplicate",
            "semantic_duplicate",
            "quarantined")) {
      String id =
          tables()
              .table("decisions", "whole")
              .where(col("reason").equalTo(reason))
              .orderBy("id")
              .first()
              .getAs("id");
      JsonNode story = command("why", id, "--release", "whole", "--json").json();
      assertEquals(reason, story.path("decision").path("reason").asText(), story.toString());
    }
  }

  @Test
  void theReleasesAreCompared() throws IOException {
    JsonNode comparison = command("compare", "whole", "third", "--json").json();
    assertEquals(69, comparison.path("both").asLong());
    assertEquals(0, comparison.path("added").asLong());
    assertEquals(70, comparison.path("removed").asLong());
  }

  @Test
  void aReleaseIsExported() throws IOException {
    Path ids = folder.resolve("third.txt");
    command("export", "--to", ids.toString(), "--format", "ids", "--release", "third");
    assertEquals(69, Files.readAllLines(ids).size());
  }
}
