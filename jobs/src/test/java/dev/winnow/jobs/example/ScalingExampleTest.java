package dev.winnow.jobs.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.curate.Curation;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.jobs.run.RunRequest;
import dev.winnow.jobs.sample.SampleCorpus;
import dev.winnow.transforms.LocalSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example on a release of the sample corpus. */
class ScalingExampleTest {

  @TempDir private static Path folder;

  @BeforeAll
  static void publish() throws Exception {
    Files.writeString(folder.resolve("texts.jsonl"), everyFourthText());
    LoadedRecipe recipe =
        new RecipeLoader(name -> null)
            .load(
                "test.yaml",
                """
                apiVersion: winnow/v1
                name: texts
                warehouse: %s
                input: {format: jsonl, path: %s, id: id, label: label}
                embed: {dim: 16}
                cluster: {k: 10, iterations: 3}
                prune: {keep: hard, keep_fraction: 0.7}
                publish: {release: first}
                """
                    .formatted(folder.resolve("tables"), folder.resolve("texts.jsonl")),
                List.of())
            .get(0);
    Curation.execute(
        LocalSpark.session(),
        recipe,
        RunRequest.all(null, true),
        new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  private static String everyFourthText() throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    SampleCorpus.write(files::put, 42);
    List<String> lines =
        new String(files.get("texts.jsonl"), StandardCharsets.UTF_8).lines().toList();
    StringBuilder some = new StringBuilder();
    for (int i = 0; i < lines.size(); i += 4) {
      some.append(lines.get(i)).append('\n');
    }
    return some.toString();
  }

  private static String tables() {
    return folder.resolve("tables/texts").toString();
  }

  @Test
  void curatedAndRandomSetsOfOneSizeAreTestedOnHeldOutRows() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    List<ScalingExample.Line> lines =
        ScalingExample.lines(
            LocalSpark.session(),
            new PrintStream(printed, true, StandardCharsets.UTF_8),
            tables(),
            "first",
            "--fractions",
            "0.5,1",
            "--seeds",
            "2",
            "--iterations",
            "5");
    long ranked =
        LocalSpark.session()
            .read()
            .format("delta")
            .load(tables() + "/decisions")
            .where("keep_rank is not null")
            .count();
    ScalingExample.Line half = lines.get(0);
    ScalingExample.Line all = lines.get(1);
    assertEquals(0.8, (double) all.rows() / ranked, 0.03);
    assertEquals(0.5, (double) half.rows() / all.rows(), 0.05);
    // The topics of the sample are easy to separate; chance is about 1 in 10.
    assertTrue(half.random() > 0.3 && all.curated() > 0.3, lines.toString());
    assertTrue(half.error() >= 0 && half.error() < 0.1, lines.toString());
    assertEquals(0, all.difference());
    String table = printed.toString(StandardCharsets.UTF_8);
    assertEquals(4, table.lines().count(), table);
    assertTrue(table.startsWith("release first, "), table);
  }

  @Test
  void anUnknownReleaseIsRefusedWithTheKnownOnes() {
    assertEquals(
        "RELEASE must be one of first, got second",
        assertThrows(
                Failure.class, () -> new PinnedRelease(LocalSpark.session(), tables(), "second"))
            .getMessage());
  }
}
