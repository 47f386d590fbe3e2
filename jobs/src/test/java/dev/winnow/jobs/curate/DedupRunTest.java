package dev.winnow.jobs.curate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.read.RecipeFaults;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.TableContracts;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.EpsilonSweep;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.check.Laws;
import dev.winnow.transforms.select.order.KeepCount;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deduplication through the whole job, on vectors and texts that a reader can follow. */
class DedupRunTest {

  private static final int POINTS = 60;

  private static final List<String> NOUNS =
      List.of(
          "anchor",
          "basket",
          "candle",
          "dolphin",
          "engine",
          "feather",
          "garden",
          "hammer",
          "island",
          "jacket",
          "kettle",
          "ladder",
          "magnet",
          "needle",
          "orchard",
          "pepper",
          "quarry",
          "rocket",
          "saddle",
          "temple",
          "umbrella",
          "violin",
          "walnut",
          "yogurt",
          "zipper",
          "acrobat",
          "bishop",
          "cactus",
          "dragon",
          "emerald",
          "falcon");

  @TempDir private static Path folder;

  private static RunReport texts;
  private static RunReport points;

  /** Texts with copies of each kind, and unit vectors on an arc with close neighbours. */
  @BeforeAll
  static void runOnce() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < NOUNS.size(); i++) {
      lines.append(text("t%02d".formatted(i), String.join(" ", words(i))));
    }
    List<String> two = words(2);
    List<String> three = words(3);
    lines.append(text("x-exact", String.join(" ", words(0))));
    lines.append(text("x-same", String.join("  ", words(4)).toUpperCase(Locale.ROOT)));
    lines.append(text("x-form", String.join(", ", words(1)).toUpperCase(Locale.ROOT) + "!"));
    lines.append(text("x-near", String.join(" ", two) + " too"));
    Collections.reverse(three);
    lines.append(text("x-bag", String.join(" ", three)));
    lines.append("{\"id\": \"x-bad\"}\n");
    Files.writeString(folder.resolve("texts.jsonl"), lines);
    texts =
        WholeRuns.run(
            recipe("texts")
                + """
                input: {format: jsonl, path: %s, id: id, content: text}
                embed: {encoder: tfidf-svd, dim: 8}
                dedup: {}
                cluster: {k: 2}
                prune: {keep_fraction: 0.5}
                """
                    .formatted(folder.resolve("texts.jsonl")));

    StringBuilder vectors = new StringBuilder();
    for (int i = 0; i < POINTS; i++) {
      // Three to a place: at an angle, a hundredth of a degree and half a degree beside it.
      double angle = Math.toRadians(i / 3 * 17 + new double[] {0, 0.01, 0.5}[i % 3]);
      vectors.append(
          "{\"id\": \"p%02d\", \"v\": [%s, %s, 0.1]}\n"
              .formatted(i, Math.cos(angle), Math.sin(angle)));
    }
    Files.writeString(folder.resolve("points.jsonl"), vectors);
    points = WholeRuns.run(pointsRecipe("points", ""), "dedup.audit_rows=30");
  }

  /** Six of 31 words, by a perfect difference set: any two texts share one word. */
  private static List<String> words(int text) {
    List<String> words = new ArrayList<>();
    for (int shift : new int[] {0, 1, 3, 8, 12, 18}) {
      words.add(NOUNS.get((text + shift) % NOUNS.size()));
    }
    return words;
  }

  private static String text(String id, String text) {
    return "{\"id\": \"%s\", \"text\": \"%s\"}\n".formatted(id, text);
  }

  private static String recipe(String name) {
    return "apiVersion: winnow/v1\nname: " + name + "\nwarehouse: " + folder + "\n";
  }

  private static String pointsRecipe(String name, String more) {
    return recipe(name)
        + """
        input: {format: jsonl, path: %s, id: id, content: v, modality: embedding}
        dedup: {epsilon: 0.0001}
        cluster: {k: 4}
        prune: {keep_fraction: 0.5}
        """
            .formatted(folder.resolve("points.jsonl"))
        + more;
  }

  private static Map<String, Row> duplicates(String name) {
    Map<String, Row> byId = new HashMap<>();
    WholeRuns.table(folder.resolve(name), "duplicates")
        .select(
            "id",
            "duplicate_of",
            "representative",
            "kind",
            "rule",
            "similarity",
            "cosine_similarity",
            "cluster_id")
        .collectAsList()
        .forEach(row -> byId.put(row.getString(0), row));
    return byId;
  }

  private static void assertLaws(String name, RunReport report, long rows, double fraction) {
    Dataset<Row> decisions = WholeRuns.table(folder.resolve(name), "decisions");
    assertEquals(
        List.of(),
        Laws.violations(
            decisions,
            WholeRuns.table(folder.resolve(name), "curated"),
            rows,
            KeepCount.share(BigDecimal.valueOf(fraction))));
    Map<String, Row> duplicates = duplicates(name);
    Set<String> ids = new HashSet<>();
    decisions.select("id").collectAsList().forEach(row -> ids.add(row.getString(0)));
    for (Map.Entry<String, Row> entry : duplicates.entrySet()) {
      Row row = entry.getValue();
      String end = entry.getKey();
      for (int hops = 0; duplicates.containsKey(end); hops++) {
        assertTrue(hops < duplicates.size(), "the witnesses of " + entry.getKey() + " circle");
        end = duplicates.get(end).getString(1);
      }
      assertEquals(end, row.getString(2), "representative of " + entry.getKey());
      assertTrue(ids.contains(row.getString(1)), row.toString());
    }
    assertEquals(
        duplicates.size(),
        decisions.where("reason like '%_duplicate' and duplicate_of is not null").count());
    assertNotEquals("", report.card());
  }

  @Test
  void everyDroppedTextNamesItsWitnessAndTheRuleThatFoundIt() {
    Map<String, Row> found = duplicates("texts");
    // The longest text stays; of equally long texts, the lower id.
    assertEquals("[x-exact,t00,t00,exact,content_sha256,1.0,null,null]", at(found, "x-exact"));
    // Case and white space differ.
    assertEquals("[t04,x-same,x-same,exact,text,1.0,null,null]", at(found, "t04"));
    // Punctuation differs too.
    assertEquals("[t01,x-form,x-form,near,normal_form,1.0,null,null]", at(found, "t01"));
    assertTrue(
        at(found, "x-bag").startsWith("[x-bag,t03,t03,near,word_bag,0."), at(found, "x-bag"));
    Row near = found.get("t02");
    assertEquals("near", near.getString(3));
    assertEquals("shingles", near.getString(4));
    assertTrue(near.getDouble(5) >= 0.78 && near.getDouble(5) < 1, near.toString());
    assertEquals(5, found.size(), found.toString());
  }

  private static String at(Map<String, Row> found, String id) {
    return String.valueOf(found.get(id)).replace(" ", "");
  }

  @Test
  void countsOfEveryKindAreOnTheCardAndTheLawsHold() {
    assertLaws("texts", texts, NOUNS.size() + 6, 0.5);
    assertTrue(texts.card().contains("exact_duplicate 2"), texts.card());
    assertTrue(texts.card().contains("near_duplicate  3"), texts.card());
    assertTrue(texts.card().contains("near recall     99.98% of the pairs"), texts.card());
    assertTrue(texts.card().contains("quarantined     1"), texts.card());
    assertTrue(((Map<?, ?>) texts.json().get("stages")).containsKey("dedup"));
  }

  @Test
  void pointsCloserThanEpsilonAreDroppedAndTheTablesCountTheDropsOfOtherValues() {
    assertLaws("points", points, POINTS, 0.5);
    Map<?, ?> details = (Map<?, ?>) WholeRuns.stage(points, "semantic").get("details");
    Map<String, Row> found = duplicates("points");
    // 0.0001 is 0.81 degrees: two of each three are dropped.
    assertEquals(2 * POINTS / 3, found.size());
    for (Row row : found.values()) {
      assertEquals("semantic", row.getString(3));
      assertTrue(row.getDouble(6) > 0.9999, row.toString());
      assertEquals(
          row.getString(0).substring(1, 3).compareTo("") > 0,
          Integer.parseInt(row.getString(0).substring(1)) / 3
              == Integer.parseInt(row.getString(2).substring(1)) / 3);
    }
    List<Row> sweep =
        WholeRuns.table(folder.resolve("points"), "epsilon_sweep")
            .orderBy("epsilon")
            .select("epsilon", "rows_removed", "pairs_above")
            .collectAsList();
    assertTrue(sweep.size() >= 20, "values of epsilon: " + sweep.size());
    for (int i = 1; i < sweep.size(); i++) {
      assertTrue(sweep.get(i).getLong(1) >= sweep.get(i - 1).getLong(1), sweep.toString());
    }
    Row chosen = sweep.stream().filter(row -> row.getDouble(0) == 0.0001).findFirst().orElseThrow();
    assertEquals(found.size(), chosen.getLong(1));
    assertTrue(chosen.getString(2).contains("\"duplicate_of\":\"p"), chosen.getString(2));
    assertEquals(1.0, ((Map<?, ?>) details.get("audit")).get("recall"));
  }

  @Test
  void heldOutExamplesAreKeptOutOfTheCorpus() {
    Path heldOut = folder.resolve("held-out");
    // One survivor is left at the place of p00 and one at that of p03; both leak.
    WholeRuns.table(folder.resolve("points"), "embeddings")
        .where("id in ('p00', 'p03')")
        .select(concat(lit("test-"), col("id")).as("id"), col("encoder"), col("embedding"))
        .write()
        .format("delta")
        .save(heldOut.toString());
    RunReport report =
        WholeRuns.run(
            pointsRecipe("apart", ""),
            "dedup.exclude.path=" + heldOut,
            "dedup.exclude.epsilon=0.0001");
    assertLaws("apart", report, POINTS, 0.5);
    for (TableSpec table : List.of(Duplicates.SPEC, EvaluationLeaks.SPEC, EpsilonSweep.SPEC)) {
      TableContracts.assertMet(table, folder.resolve("apart").resolve(table.name()));
    }
    List<Row> leaks =
        WholeRuns.table(folder.resolve("apart"), "decisions")
            .where("reason = 'evaluation_leak'")
            .select("id", "duplicate_of", "representative", "cosine_similarity")
            .orderBy("id")
            .collectAsList();
    assertEquals(2, leaks.size(), leaks.toString());
    assertEquals("test-p00", leaks.get(0).getString(1));
    assertEquals("test-p03", leaks.get(1).getString(1));
    assertNull(leaks.get(0).get(2));
    assertTrue(leaks.get(0).getDouble(3) > 0.9999, leaks.toString());

    Failure other =
        assertThrows(
            Failure.class,
            () ->
                WholeRuns.run(
                    pointsRecipe("apart", ""),
                    "dedup.exclude.path=" + folder.resolve("nowhere"),
                    "publish.release=other"));
    assertTrue(
        other.getMessage().startsWith("dedup.exclude.path must be an .npy file or a Delta table"),
        other.getMessage());
  }

  @Test
  @Tag("long")
  void d4ClustersTheSurvivorsAnewAndKeepsTheHardestOfThem() {
    RunReport report =
        WholeRuns.run(
            recipe("d4")
                + """
                recipe: d4
                input: {format: jsonl, path: %s, id: id, content: v, modality: embedding}
                dedup: {epsilon: 0.0001}
                cluster: {k: 4}
                prune: {keep_fraction: 0.5}
                """
                    .formatted(folder.resolve("points.jsonl")));
    assertLaws("d4", report, POINTS, 0.5);
    Path tables = folder.resolve("d4");
    assertEquals(POINTS / 3, WholeRuns.table(tables, "scores").count());
    assertEquals(POINTS, WholeRuns.table(tables, "scores", report, "score").count());
    assertEquals((long) POINTS / 3, WholeRuns.stage(report, "rescore").get("rows"));
    assertEquals(
        List.of(
            "ingest",
            "embed",
            "dedup",
            "cluster",
            "score",
            "semantic",
            "recluster",
            "rescore",
            "prune",
            "publish"),
        new ArrayList<>(((Map<?, ?>) report.json().get("stages")).keySet()));
    assertEquals(POINTS / 6, WholeRuns.table(tables, "curated").count());
    // A second start does nothing.
    RunReport again = WholeRuns.run(pointsRecipe("points", ""), "dedup.audit_rows=30");
    assertEquals(true, again.json().get("reused"));
  }

  @Test
  void aRecipeWithKeysThatDoNotGoTogetherIsRefusedWithTheRemedy() {
    RecipeFaults faults =
        assertThrows(
            RecipeFaults.class,
            () ->
                WholeRuns.run(
                    recipe("bad")
                        + """
                        input: {format: jsonl, path: %s, id: id, content: text}
                        embed: {encoder: tfidf-svd}
                        dedup: {probes: 3, near_hamming: 4, recluster: true}
                        """
                            .formatted(folder.resolve("texts.jsonl"))));
    assertEquals(
        """
        the recipe has 3 faults
          test.yaml:6:9: dedup.probes needs semantic deduplication; set dedup.epsilon or dedup.target_fraction
          test.yaml:6:20: dedup.near_hamming must be absent for input.modality text; it applies to image
          test.yaml:6:37: dedup.recluster needs semantic deduplication or dedup.exclude; set dedup.epsilon or dedup.target_fraction\
        """,
        faults.getMessage());
  }

  @Test
  void aSearchForNearTextsThatCannotRunIsRefusedBeforeItStarts() {
    for (String wrong : List.of("near_jaccard: 0.39", "rules: []")) {
      RecipeFaults faults =
          assertThrows(
              RecipeFaults.class,
              () ->
                  WholeRuns.run(
                      recipe("bad")
                          + """
                          input: {format: jsonl, path: %s, id: id, content: text}
                          embed: {encoder: tfidf-svd}
                          dedup: {%s}
                          """
                              .formatted(folder.resolve("texts.jsonl"), wrong)));
      assertTrue(
          faults.getMessage().contains("dedup." + wrong.substring(0, wrong.indexOf(':'))),
          faults.getMessage());
    }
  }
}
