package dev.winnow.jobs.curate;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.cut.Cut;
import dev.winnow.jobs.cut.CutRequest;
import dev.winnow.jobs.progress.Shown;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.jobs.why.RowStory;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs on texts of which one group is held out: most of its words occur nowhere else, so that
 * its rows would move the axes of the encoder and the prototypes if any fit read them.
 */
class SplitRunTest {

  /** Group that seed 42 draws out of those below. */
  private static final String HELD_OUT = "g7";

  /** Rows to train on that repeat a row of the held-out group: exactly, by form, nearly. */
  private static final Set<String> LEAKS = Set.of("leak-exact", "leak-form", "leak-near");

  private static final String SPLIT = "split: {by: group, group: part, held_out: 0.1}";

  @TempDir private static Path folder;
  private static List<String> lines;
  private static RunReport report;

  @BeforeAll
  static void runOnce() throws IOException {
    lines = lines();
    report = run("split", line -> true, SPLIT);
  }

  private static List<String> lines() {
    SplittableRandom random = new SplittableRandom(11);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String part = "g" + i % 10;
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 30; word++) {
        String topic = part.equals(HELD_OUT) ? "rare" : "topic" + i % 4;
        boolean common = word % 10 == 0;
        text.append(common ? "common" : topic).append('x');
        text.append(random.nextInt(common ? 3 : 60)).append(' ');
      }
      lines.add(line("t%03d".formatted(i), part, text.toString().strip()));
      if (i == 7) {
        String copy = text.toString().strip();
        lines.add(line("leak-exact", "g0", copy));
        lines.add(line("leak-form", "g0", copy.replace(" ", "  ").replace("rare", "RARE")));
        lines.add(line("leak-near", "g1", copy + " rarex1"));
        lines.add(line("twin", HELD_OUT, copy));
      }
    }
    lines.add("no json");
    return lines;
  }

  private static String line(String id, String part, String text) {
    return "{\"id\": \"%s\", \"part\": \"%s\", \"text\": \"%s\"}".formatted(id, part, text);
  }

  private static RunReport run(String name, Predicate<String> keeps, String sections)
      throws IOException {
    return WholeRuns.run(recipe(name, keeps, sections));
  }

  private static String recipe(String name, Predicate<String> keeps, String sections)
      throws IOException {
    Path file = folder.resolve(name + ".jsonl");
    Files.write(file, lines.stream().filter(keeps).toList());
    return """
    apiVersion: winnow/v1
    name: %s
    warehouse: %s
    input: {format: jsonl, path: %s, id: id}
    embed: {encoder: tfidf-svd, dim: 16}
    cluster: {k: 5, iterations: 4}
    prune: {keep: hard, keep_fraction: 0.5}
    %s
    """
        .formatted(name, folder.resolve("tables"), file, sections);
  }

  private static List<Row> table(String name, String table) {
    return WholeRuns.table(folder.resolve("tables").resolve(name), table).collectAsList();
  }

  private static Map<String, Row> decisions() {
    return table("split", "decisions").stream()
        .collect(Collectors.toMap(row -> row.getAs("id"), row -> row));
  }

  private static Set<String> heldOut() {
    return table("split", "held_out").stream()
        .map(row -> row.<String>getAs("id"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Bits of the vectors of a table by their keys. */
  private static Map<String, String> bits(String name, String table, String key, String vector) {
    Map<String, String> bits = new TreeMap<>();
    for (Row row : table(name, table)) {
      List<Float> values = row.getList(row.fieldIndex(vector));
      bits.put(
          String.valueOf(row.<Object>getAs(key)),
          Arrays.toString(values.stream().mapToInt(Float::floatToRawIntBits).toArray()));
    }
    return bits;
  }

  @Test
  void theDrawnGroupIsHeldOutWithItsCopiesAndHasVectorsButNoRank() {
    Set<String> drawn = new TreeSet<>(Set.of("twin"));
    for (int i = 7; i < 120; i += 10) {
      drawn.add("t%03d".formatted(i));
    }
    assertEquals(drawn, heldOut());
    Map<String, Row> decisions = decisions();
    for (Row row : decisions.values()) {
      boolean held = drawn.contains(row.<String>getAs("id"));
      assertEquals(held ? "held_out" : "train", row.getAs("split"), row.toString());
      assertEquals(held, row.<String>getAs("reason").equals("held_out"), row.toString());
      if (held) {
        assertEquals(
            Arrays.asList("split", false, null, null, null),
            Arrays.asList(
                row.getAs("stage"),
                row.getAs("kept"),
                row.getAs("keep_rank"),
                row.getAs("score"),
                row.getAs("cluster_id")));
      }
    }
    assertTrue(bits("split", "embeddings", "id", "embedding").keySet().containsAll(drawn));
    assertTrue(
        table("split", "scores").stream()
            .noneMatch(row -> drawn.contains(row.<String>getAs("id"))));
    assertTrue(
        table("split", "curated").stream()
            .noneMatch(row -> drawn.contains(row.<String>getAs("id"))));
  }

  @Test
  void aRowToTrainOnThatRepeatsAHeldOutOneIsALeakWithThatWitness() {
    Map<String, Row> decisions = decisions();
    for (String id : LEAKS) {
      assertEquals("evaluation_leak", decisions.get(id).getAs("reason"), id);
      assertEquals("leaks", decisions.get(id).getAs("stage"), id);
      String witness = decisions.get(id).getAs("duplicate_of");
      assertTrue(Set.of("t007", "twin").contains(witness), id + " of " + witness);
    }
    assertEquals(
        LEAKS,
        table("split", "evaluation_leaks").stream()
            .map(row -> row.<String>getAs("id"))
            .collect(Collectors.toSet()));
  }

  @Test
  void keptDroppedHeldOutAndQuarantinedRowsAreAllRowsAndTheCardCountsThem() {
    Map<String, Long> reasons =
        decisions().values().stream()
            .collect(
                Collectors.groupingBy(row -> row.<String>getAs("reason"), Collectors.counting()));
    assertEquals(125, reasons.values().stream().mapToLong(Long::longValue).sum());
    assertEquals(13, reasons.get("held_out"));
    assertEquals(3, reasons.get("evaluation_leak"));
    assertEquals(1, reasons.get("quarantined"));
    assertEquals(54, reasons.get("kept"));
    String card = report.card().replaceAll(" +", " ");
    assertTrue(card.contains("held out 13 of 124 examples, by group"), card);
    assertTrue(card.contains("leaks 3 of the others repeat a held-out one"), card);
  }

  @Test
  void aCutOfAllRanksKeepsNoHeldOutRowAndWhyTellsItsStory() throws IOException {
    LoadedRecipe recipe =
        new RecipeLoader(name -> null)
            .load("test.yaml", recipe("split", line -> true, SPLIT), List.of())
            .get(0);
    RunReport cut =
        Cut.execute(
            LocalSpark.session(),
            recipe,
            new CutRequest(
                null, BigDecimal.ONE, null, null, "easy", "all", Shown.lines(true), false),
            new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    assertEquals(108L, cut.json().get("kept"));
    assertEquals(13L, ((Map<?, ?>) cut.json().get("reasons")).get("held_out"));
    RowStory story = RowStory.open(LocalSpark.session(), recipe, null, "all");
    Map<?, ?> decision = (Map<?, ?>) story.report("t007").orElseThrow().json().get("decision");
    assertEquals("held_out", decision.get("split"));
    String sentence = String.valueOf(decision.get("sentence"));
    assertTrue(
        sentence.startsWith(
            "Held out for tests by the split by group, with g7; it was in no fit and has no rank"),
        sentence);
    Map<?, ?> leak = (Map<?, ?>) story.report("leak-exact").orElseThrow().json().get("decision");
    assertEquals("Dropped as an evaluation leak of t007.", leak.get("sentence"));
  }

  @Test
  void noFitSawAHeldOutRowOrAnExactCopyOfOne() throws IOException {
    Predicate<String> exact = line -> !line.contains("leak-form") && !line.contains("leak-near");
    Set<String> gone = heldOut();
    gone.add("leak-exact");
    run("strict", exact, SPLIT);
    run(
        "without",
        exact.and(line -> gone.stream().noneMatch(id -> line.contains("\"" + id + "\""))),
        "");
    Map<String, String> trained = bits("strict", "embeddings", "id", "embedding");
    trained.keySet().removeAll(gone);
    assertEquals(bits("without", "embeddings", "id", "embedding"), trained);
    assertEquals(
        bits("without", "prototypes", "cluster_id", "prototype"),
        bits("strict", "prototypes", "cluster_id", "prototype"));
    assertEquals(ranks("without"), ranks("strict"));
    // The rows would have moved the axes of the encoder, and so the prototypes.
    WholeRuns.embed(recipe("whole", exact, ""));
    Map<String, String> moved = bits("whole", "embeddings", "id", "embedding");
    moved.keySet().retainAll(trained.keySet());
    assertNotEquals(trained, moved);
  }

  private static Map<String, Long> ranks(String name) {
    return WholeRuns.table(folder.resolve("tables").resolve(name), "decisions")
        .where(col("keep_rank").isNotNull())
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(row -> row.getAs("id"), row -> row.<Long>getAs("keep_rank")));
  }
}
