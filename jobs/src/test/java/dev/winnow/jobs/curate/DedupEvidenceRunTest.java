package dev.winnow.jobs.curate;

import static dev.winnow.jobs.support.CommandRun.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.jobs.support.TableContracts;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.schemas.LabelConflicts;
import dev.winnow.schemas.Pairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Evidence and gates of deduplication through the whole job: texts of two files, of which the later
 * one copies most of its rows from the earlier one, some with another label.
 */
class DedupEvidenceRunTest {

  /** Rows of each file. */
  private static final int ROWS = 100;

  /** Rows of the later file that are copies. */
  private static final int COPIES = 60;

  /** Copies that bear another label. */
  private static final int RELABELLED = 3;

  private static final List<String> WORDS =
      List.of(
          "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath", "inlet", "jetty",
          "knoll", "larch", "maple", "north", "ocean", "prair", "quill", "river", "stone", "tulip",
          "umber", "vales", "woods", "xylem", "yucca");

  @TempDir private static Path folder;

  private static RunReport merged;

  @BeforeAll
  static void runOnce() throws IOException {
    StringBuilder early = new StringBuilder();
    StringBuilder late = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      // Ids run against the order of the files, so that an order by id would keep the copies.
      early.append(row("z%03d".formatted(i), "tree", text(i)));
      boolean copy = i < COPIES;
      late.append(
          row(
              "a%03d".formatted(i),
              copy && i >= RELABELLED ? "tree" : "rock",
              copy ? text(i) : text(ROWS + i)));
    }
    late.append(row("b-near", "rock", text(90) + " again"));
    Files.writeString(folder.resolve("part-2.jsonl"), early);
    Files.writeString(folder.resolve("part-10.jsonl"), late);
    merged = WholeRuns.run(recipe("evidence"));
  }

  private static String row(String id, String label, String text) {
    return "{\"id\": \"%s\", \"label\": \"%s\", \"text\": \"%s\"}\n".formatted(id, label, text);
  }

  /** Twelve words by the digits of a number; any two texts share few. */
  private static String text(int number) {
    StringBuilder text = new StringBuilder();
    long state = number * 2_654_435_761L + 12_345;
    for (int i = 0; i < 12; i++) {
      state = (state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L);
      text.append(i == 0 ? "" : " ").append(WORDS.get((int) ((state >>> 33) % WORDS.size())));
    }
    return text.toString();
  }

  private static String recipe(String name) {
    return """
    apiVersion: winnow/v1
    name: %s
    warehouse: %s
    input: {format: jsonl, path: %s/part-*.jsonl, id: id, label: label, content: text}
    embed: {encoder: tfidf-svd, dim: 8}
    dedup: {}
    cluster: {k: 2}
    prune: {keep_fraction: 0.5}
    """
        .formatted(name, folder, folder);
  }

  private static List<String> table(String run, String name, String... columns) {
    return WholeRuns.table(folder.resolve(run), name)
        .selectExpr(columns)
        .orderBy(columns[0])
        .collectAsList()
        .stream()
        .map(row -> row.mkString(" "))
        .toList();
  }

  @Test
  void theRowOfTheEarlierFileStaysWhateverTheIds() {
    List<String> dropped =
        table("evidence", "duplicates", "id", "representative").stream()
            .filter(row -> row.startsWith("a"))
            .toList();
    assertEquals(COPIES, dropped.size());
    assertEquals("a000 z000", dropped.get(0));
    assertEquals("a059 z059", dropped.get(COPIES - 1));
  }

  @Test
  void everyPairOfDifferentLabelsIsListedWithItsSourcesAndCountedOnTheCard() {
    TableContracts.assertMet(
        LabelConflicts.SPEC, folder.resolve("evidence").resolve("label_conflicts"));
    List<String> found =
        table(
            "evidence",
            "label_conflicts",
            "left_id",
            "right_id",
            "left_label",
            "right_label",
            "rule",
            "kind",
            "merged",
            "left_source like '%part-10.jsonl#%'",
            "right_source like '%part-2.jsonl#%'");
    assertEquals(
        List.of(
            "a000 z000 rock tree content_sha256 exact true true true",
            "a001 z001 rock tree content_sha256 exact true true true",
            "a002 z002 rock tree content_sha256 exact true true true",
            "b-near z090 rock tree shingles near true true true"),
        found);
    assertTrue(
        merged
            .card()
            .contains(
                "label conflicts 4 pairs of duplicates have different labels, 4 of them merged:"
                    + " table label_conflicts"),
        merged.card());
  }

  @Test
  void theStoryOfARowNamesItsDuplicatesOfOtherLabels() throws IOException {
    Path file = Files.writeString(folder.resolve("story.yaml"), recipe("evidence"));
    String card = run("why", file.toString(), "z001", "--quiet").out();
    assertTrue(
        card.contains("with a001, label rock, exact duplicate by content_sha256, merged"), card);
  }

  @Test
  void theEvidenceOfNearPairsIsATableOfTheRelease() {
    TableContracts.assertMet(Pairs.SPEC, folder.resolve("evidence").resolve("pairs"));
    assertEquals(
        List.of("b-near z090 shingles true"),
        WholeRuns.table(folder.resolve("evidence"), "pairs")
            .where("accepted")
            .selectExpr("concat_ws(' ', left_id, right_id, rule, accepted)")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList());
    assertEquals(
        2,
        WholeRuns.table(folder.resolve("evidence"), "releases")
            .where("`table` in ('pairs', 'label_conflicts')")
            .count());
  }

  @Test
  void aFileThatLosesMostOfItsRowsIsNamedOnTheCard() {
    assertTrue(
        merged.card().contains("part-10.jsonl loses 60 of 101 rows as duplicates"), merged.card());
    assertFalse(merged.card().contains("part-2.jsonl loses"), merged.card());
  }

  /** Stages of the finished run are reused, so only the gates differ. */
  @Test
  void nothingIsPublishedByARunThatFailsAGate() {
    for (String set :
        List.of("dedup.on_wipe_out=fail", "dedup.max_duplicates=0.1", "publish.min_rows=1000000")) {
      Failure failure =
          assertThrows(
              Failure.class,
              () -> WholeRuns.run(recipe("evidence"), set, "publish.release=refused"));
      assertEquals(ExitCode.DATA, failure.exitCode(), set);
      assertTrue(failure.getMessage().contains("nothing was published"), failure.getMessage());
      assertTrue(
          failure.getMessage().contains(set.substring(0, set.indexOf('='))), failure.getMessage());
    }
    assertEquals(
        0,
        WholeRuns.table(folder.resolve("evidence"), "releases")
            .where("release = 'refused'")
            .count());
  }

  @Test
  void aCutWithoutAKeptRowIsNotPublished() throws IOException {
    Path file = Files.writeString(folder.resolve("recipe.yaml"), recipe("evidence"));
    long before = WholeRuns.table(folder.resolve("evidence"), "decisions").count();
    CommandRun cut =
        run("cut", file.toString(), "--keep-fraction", "0.001", "--release", "empty", "--quiet");
    assertEquals(ExitCode.DATA.code(), cut.code(), cut.err());
    assertTrue(cut.err().contains("publish.min_rows 1 row, got 0"), cut.err());
    assertEquals(before, WholeRuns.table(folder.resolve("evidence"), "decisions").count());
  }

  @Test
  void pairsOfDifferentLabelsStayIfLabelsAreKeptApartAndCopiesOfAnotherRunAreLeaks()
      throws IOException {
    heldOut();
    RunReport kept =
        WholeRuns.run(
            recipe("apart"),
            "dedup.across_labels=keep",
            "dedup.epsilon=0.000001",
            "dedup.exclude.path=" + folder.resolve("held/embeddings"));
    List<String> conflicts =
        table("apart", "label_conflicts", "left_id", "right_id", "kind", "merged");
    assertEquals(
        List.of(
            "a000 z000 exact false",
            "a001 z001 exact false",
            "a002 z002 exact false",
            "b-near z090 near false"),
        conflicts.stream().filter(row -> !row.contains("semantic")).toList());
    assertEquals(
        COPIES - RELABELLED,
        WholeRuns.table(folder.resolve("apart"), "duplicates").where("kind = 'exact'").count());
    assertEquals(
        List.of("labels"),
        WholeRuns.table(folder.resolve("apart"), "pairs")
            .where("left_id = 'b-near' and right_id = 'z090'")
            .select("refused_by")
            .as(Encoders.STRING())
            .collectAsList());
    TableContracts.assertMet(
        EvaluationLeaks.SPEC, folder.resolve("apart").resolve("evaluation_leaks"));
    List<String> leaks =
        table("apart", "evaluation_leaks", "id", "evaluation_id", "rule", "cosine_similarity");
    assertEquals("z070 test-same content_sha256 null", leaks.get(0));
    assertTrue(leaks.get(1).startsWith("z080 test-near shingles null"), leaks.toString());
    assertEquals(2, leaks.size(), leaks.toString());
    assertTrue(kept.card().contains("compared by contents"), kept.card());
  }

  /** A run on held-out texts: one of them equals a text of the corpus, one is near to another. */
  private static void heldOut() throws IOException {
    StringBuilder rows = new StringBuilder();
    rows.append(row("test-same", "tree", text(70)));
    rows.append(row("test-near", "tree", text(80) + " too"));
    for (int i = 0; i < 20; i++) {
      rows.append(row("test-" + i, "tree", text(1_000 + i)));
    }
    Files.writeString(folder.resolve("test.jsonl"), rows);
    WholeRuns.embed(
        """
        apiVersion: winnow/v1
        name: held
        warehouse: %s
        input: {format: jsonl, path: %s, id: id, label: label, content: text}
        embed: {encoder: tfidf-svd, dim: 8}
        """
            .formatted(folder, folder.resolve("test.jsonl")));
  }
}
