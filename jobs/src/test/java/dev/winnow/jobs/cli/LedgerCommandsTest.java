package dev.winnow.jobs.cli;

import static dev.winnow.jobs.support.CommandRun.run;
import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.jobs.cli.common.RecipeFiles;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.jobs.support.CopiedRelease;
import dev.winnow.jobs.support.SmallRelease;
import dev.winnow.jobs.support.SmallTexts;
import dev.winnow.jobs.why.RowStory;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the commands cut, why and compare, on the tables of one run. */
class LedgerCommandsTest {

  private static String recipe;

  @BeforeAll
  static void runOnce() throws IOException {
    recipe = SmallRelease.get().recipe();
  }

  private static Dataset<Row> table(String name, String release) {
    return SmallRelease.get().tables().table(name, release);
  }

  private static String idWith(String condition) {
    return SmallRelease.get().tables().idWith(condition, "whole");
  }

  // ---- before any run

  @Test
  void withoutAFinishedRunNothingCanBeCutOrExported(@TempDir Path folder) throws IOException {
    Path never = folder.resolve("never.yaml");
    Files.writeString(
        never, SmallTexts.recipe("small", folder.resolve("tables"), folder.resolve("texts")));
    CommandRun early = run("cut", never.toString(), "--keep-fraction", "0.5");
    assertEquals(3, early.code(), early.err());
    assertTrue(early.err().contains("yet; run `winnow run` first"), early.err());
    CommandRun none = run("export", never.toString(), "--to", folder + "/none", "--format", "ids");
    assertEquals(3, none.code(), none.err());
    assertTrue(none.err().contains("recipe small has no finished run yet"), none.err());
  }

  // ---- cut

  @Test
  void aCutPrintsOneJsonObjectAndASecondCutIsReused(@TempDir Path folder) throws IOException {
    String copy = CopiedRelease.into(folder).recipe();
    String[] args = {"cut", copy, "--quiet", "--json", "--keep-fraction", "0.25"};
    JsonNode first = run(args).json();
    assertEquals("small-prototype-hard-25", first.path("release").asText());
    assertEquals("done", first.path("state").asText());
    assertEquals(60, first.path("kept").asLong());
    assertEquals(240, first.path("ranked").asLong());
    assertEquals(64, first.path("digest").asText().length());
    assertTrue(first.path("versions").has("curated"), first.toString());
    JsonNode second = run(args).json();
    assertTrue(second.path("reused").asBoolean());
    assertEquals(first.path("digest"), second.path("digest"));
  }

  @Test
  void faultyOptionsOfACutExitWithTwo() {
    assertEquals(2, run("cut", recipe).code());
    assertEquals(2, run("cut", recipe, "--keep-fraction", "0.5", "--target-rows", "3").code());
    CommandRun above = run("cut", recipe, "--keep-fraction", "1.7");
    assertEquals(2, above.code());
    assertEquals("winnow: --keep-fraction must be in (0, 1], got 1.7\n", above.err());
    CommandRun name = run("cut", recipe, "--keep-fraction", "0.5", "--release", "A b");
    assertEquals(2, name.code());
    CommandRun keep = run("cut", recipe, "--quiet", "--keep-fraction", "0.5", "--keep", "hrd");
    assertEquals(2, keep.code());
    assertTrue(keep.err().contains("got hrd; did you mean hard?"), keep.err());
    CommandRun other = run("cut", recipe, "--keep-fraction", "0.5", "--name", "smal");
    assertEquals(2, other.code());
    assertEquals("winnow: --name must be one of small, got smal\n", other.err());
  }

  // ---- why

  @Test
  void reportsTheStoryOfAKeptRow() throws IOException {
    String id = idWith("keep_rank = 96");
    CommandRun why = run("why", recipe, id, "--release", "whole", "--quiet");
    assertEquals(0, why.code(), why.err());
    assertTrue(
        why.out().contains("Kept: rank 96 of 240, hard first, of which 168 are kept; its"),
        why.out());
    JsonNode json = run("why", recipe, id, "--release", "whole", "--json", "--quiet").json();
    assertEquals(id, json.path("id").asText());
    assertTrue(json.path("input").path("source").asText().contains(".jsonl#"), json.toString());
    assertTrue(json.path("input").path("characters").asLong() > 60, json.toString());
    assertFalse(json.path("input").path("text").asText().isEmpty(), json.toString());
    assertEquals(1, json.path("embeddings").size());
    assertTrue(json.path("embeddings").get(0).path("norm").asDouble() > 0);
    JsonNode scores = json.path("scores");
    double hardness = scores.path("hardness").asDouble();
    Dataset<Row> all = table("scores", "whole");
    Dataset<Row> inside = all.where("cluster_id = " + json.path("cluster").path("cluster_id"));
    assertEquals(inside.count(), json.path("cluster").path("size").asLong());
    assertEquals(
        inside.where(col("hardness").leq(hardness)).count() / (double) inside.count(),
        scores.path("quantile_in_cluster").asDouble());
    assertEquals(
        all.where(col("hardness").leq(hardness)).count() / 240.0,
        scores.path("quantile").asDouble());
    // The least f with floor(240 f + 0.5) >= 96 is 95.5 / 240.
    assertEquals(0.397917, json.path("decision").path("smallest_keep_fraction").asDouble());
    JsonNode releases = json.path("releases");
    for (JsonNode release : releases) {
      boolean kept =
          table("decisions", release.path("release").asText())
              .where(col("id").equalTo(id))
              .first()
              .getAs("kept");
      assertEquals(kept, release.path("kept").asBoolean(), release.toString());
    }
    assertTrue(releases.size() >= 2, json.toString());
  }

  @Test
  void explainsAPrunedAndAQuarantinedRow() throws IOException {
    String pruned = idWith("reason = 'pruned_easy'");
    assertTrue(
        run("why", recipe, pruned, "--release", "whole").out().contains("Pruned as easy: rank "));
    String displaced = idWith("reason = 'pruned_balance'");
    assertTrue(
        run("why", recipe, displaced, "--release", "whole")
            .out()
            .contains("Pruned for balance: its score would keep it"));
    JsonNode mute = run("why", recipe, "mute", "--json", "--quiet").json();
    assertEquals("quarantined", mute.path("decision").path("reason").asText());
    assertEquals("embed", mute.path("quarantine").path("stage").asText());
    assertTrue(
        mute.path("decision").path("sentence").asText().startsWith("Quarantined by embed as "),
        mute.toString());
    Row broken = table("quarantine", "whole").where("stage = 'ingest'").first();
    CommandRun bad = run("why", recipe, broken.getAs("id"));
    assertTrue(bad.out().contains("Quarantined by ingest as "), bad.out());
  }

  @Test
  void anUnknownIdIsThreeWithTheNearestOnes() {
    CommandRun unknown = run("why", recipe, "t01x", "--release", "whole", "--quiet");
    assertEquals(3, unknown.code());
    assertEquals(
        "winnow: ID must be a row of release whole of small, got t01x;"
            + " did you mean t010, t011, t012?\n",
        unknown.err());
    CommandRun alien = run("why", recipe, "zzz", "--quiet");
    assertEquals(3, alien.code());
    assertTrue(alien.err().contains("got zzz; ids look like "), alien.err());
    CommandRun release = run("why", recipe, "t010", "--release", "whol", "--quiet");
    assertEquals(3, release.code());
    assertTrue(release.err().contains("got whol; did you mean whole?"), release.err());
  }

  @Test
  void aRowIsFoundByAnEndOfItsIdOrOfItsFile() throws IOException {
    assertEquals("t042", run("why", recipe, "042", "--json", "--quiet").json().path("id").asText());
    String source =
        table("examples", "whole").where("id = 't077'").select("source").first().getString(0);
    String member = source.substring(source.lastIndexOf('/') + 1);
    assertTrue(member.matches("(one|two)\\.jsonl#[0-9]+"), member);
    assertEquals(
        "t077", run("why", recipe, member, "--json", "--quiet").json().path("id").asText());
    CommandRun several = run("why", recipe, "t01", "--release", "whole", "--quiet");
    assertEquals(3, several.code());
    assertTrue(
        several
            .err()
            .startsWith(
                "winnow: ID must name one row of release whole of small, but t01 fits 10 rows; give"
                    + " a whole id\n  t010  file:"),
        several.err());
    assertEquals(11, several.err().lines().count(), several.err());
    CommandRun file = run("why", recipe, "one.jsonl", "--quiet");
    assertEquals(3, file.code());
    assertTrue(file.err().contains("one.jsonl fits more than 10 rows"), file.err());
  }

  @Test
  void openWritesAPageWithoutScriptsAndLinks() throws IOException {
    JsonNode json = run("why", recipe, "t011", "--open", "--json", "--quiet").json();
    String page = json.path("page").asText();
    assertTrue(page.endsWith("/small/reports/why/t011.html"), page);
    String html = Files.readString(Path.of(java.net.URI.create(page)));
    assertTrue(html.contains("<bdi>" + json.path("decision").path("sentence").asText()), html);
    assertTrue(html.contains("default-src 'none'"), html);
    assertFalse(html.contains("http:") || html.contains("<script"), html);
  }

  @Test
  void theStoryIsTheSameWithAndWithoutSpark() {
    SparkSession spark = LocalSpark.session();
    LoadedRecipe loaded = RecipeFiles.load(recipe, List.of()).get(0);
    RowStory withSpark = RowStory.open(spark, loaded, null, "whole");
    RowStory without =
        RowStory.open(
            spark.sparkContext().hadoopConfiguration(),
            () -> {
              throw new AssertionError("no session is needed");
            },
            loaded,
            null,
            "whole");
    Row broken = table("quarantine", "whole").where("stage = 'ingest'").first();
    for (String id :
        List.of(
            idWith("keep_rank = 1"),
            idWith("keep_rank = 240"),
            idWith("reason = 'pruned_balance'"),
            "mute",
            broken.<String>getAs("id"))) {
      RunReport story = without.report(id).orElseThrow();
      assertEquals(withSpark.report(id).orElseThrow().json(), story.json());
      assertEquals(withSpark.report(id).orElseThrow().card(), story.card());
    }
    for (String text : List.of("t01", "042", "one.jsonl", "./two.jsonl", "nl#0", "zzz", "'")) {
      assertEquals(withSpark.find(text), without.find(text), text);
    }
    for (String id : List.of("t01", "zzz", "one.jsonl", "t" + "0".repeat(80))) {
      assertEquals(Optional.empty(), without.report(id));
      assertEquals(withSpark.unknown(id).getMessage(), without.unknown(id).getMessage());
    }
  }

  // ---- compare

  @Test
  void comparesAReleaseWithACutOfIt() throws IOException {
    JsonNode json = run("compare", recipe, "whole", "small-cut", "--json", "--quiet").json();
    assertEquals(96, json.path("both").asLong());
    assertEquals(0, json.path("added").asLong());
    assertEquals(72, json.path("removed").asLong());
    assertEquals(72, json.path("flipped").asLong());
    assertEquals(96.0 / 168, json.path("jaccard").asDouble());
    long changed = 0;
    for (JsonNode change : json.path("changes")) {
      changed += change.path("from").asText().equals("kept") ? change.path("rows").asLong() : 0;
      List<String> expected =
          table("decisions", "whole")
              .where(col("reason").equalTo(change.path("from").asText()))
              .select("id")
              .join(
                  table("decisions", "small-cut")
                      .where(col("reason").equalTo(change.path("to").asText()))
                      .select("id"),
                  "id")
              .orderBy("id")
              .limit(3)
              .collectAsList()
              .stream()
              .map(row -> row.getString(0))
              .toList();
      List<String> examples = new ArrayList<>();
      change.path("examples").forEach(example -> examples.add(example.asText()));
      assertEquals(expected, examples, change.toString());
    }
    assertEquals(72, changed);
    JsonNode shift = json.path("class_shift");
    assertEquals(6, shift.path("values").asLong());
    double moved = 0;
    for (JsonNode label : shift.path("most")) {
      moved += Math.abs(label.path("share_a").asDouble() - label.path("share_b").asDouble());
    }
    assertEquals(moved / 2, shift.path("total_variation").asDouble(), 1e-12);
    assertEquals(2, json.path("source_shift").path("values").asLong());

    CommandRun text = run("compare", recipe, "whole", "small-cut", "--quiet");
    assertTrue(text.out().contains("jaccard         0.5714"), text.out());
    assertTrue(text.out().contains(" kept -> pruned_easy, such as t"), text.out());
  }

  @Test
  void tooSmallAJaccardIsFourAfterTheReport() throws IOException {
    String[] args = {
      "compare", recipe, "whole", "small-cut", "--quiet", "--json", "--fail-if-jaccard-below", ""
    };
    args[7] = "0.5";
    assertEquals(0, run(args).code());
    args[7] = "0.6";
    CommandRun below = run(args);
    assertEquals(4, below.code());
    assertEquals(96, below.json().path("both").asLong());
    assertTrue(
        below
            .err()
            .contains(
                "winnow: the Jaccard similarity of whole and small-cut must be at least 0.6, got"
                    + " 0.57"),
        below.err());
    args[7] = "1.5";
    assertEquals(2, run(args).code());
    assertEquals(3, run("compare", recipe, "whole", "none", "--quiet").code());
    assertEquals(
        1.0,
        run("compare", recipe, "whole", "whole", "--quiet", "--json")
            .json()
            .path("jaccard")
            .asDouble());
  }
}
