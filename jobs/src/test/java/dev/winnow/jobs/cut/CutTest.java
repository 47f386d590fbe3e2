package dev.winnow.jobs.cut;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.progress.Shown;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.SmallTexts;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.check.Laws;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Releases of other sizes from the ranks of one run. */
class CutTest {

  private static final String NO_FLOOR = "prune={keep: hard, keep_fraction: 0.7}";

  @TempDir private static Path folder;
  private static String yaml;
  private static RunReport report;

  @BeforeAll
  static void runOnce() throws IOException {
    Path texts = SmallTexts.write(folder.resolve("texts"));
    yaml = SmallTexts.recipe("small", folder.resolve("tables"), texts);
    report = WholeRuns.run(yaml);
  }

  private static RunReport cut(CutRequest request, String... sets) {
    LoadedRecipe recipe =
        new RecipeLoader(name -> null).load("test.yaml", yaml, List.of(sets)).get(0);
    return Cut.execute(
        LocalSpark.session(),
        recipe,
        request,
        new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  private static CutRequest keep(String fraction, String release) {
    return new CutRequest(
        null, new BigDecimal(fraction), null, null, null, release, Shown.lines(true), false);
  }

  private static CutRequest by(String metric, String keep, String fraction) {
    return new CutRequest(
        null, new BigDecimal(fraction), null, metric, keep, null, Shown.lines(true), false);
  }

  private static Dataset<Row> table(RunReport cut, String name) {
    long version = ((Number) ((Map<?, ?>) cut.json().get("versions")).get(name)).longValue();
    return LocalSpark.session()
        .read()
        .format("delta")
        .option("versionAsOf", version)
        .load(folder.resolve("tables/small").resolve(name).toString());
  }

  private static List<String> decisions(Dataset<Row> decisions) {
    return decisions.orderBy("id").collectAsList().stream().map(Row::toString).toList();
  }

  private static Set<String> kept(RunReport cut) {
    return new HashSet<>(
        table(cut, "curated").select("id").collectAsList().stream()
            .map(row -> row.getString(0))
            .toList());
  }

  private static Map<String, Long> versions() throws IOException {
    Map<String, Long> commits = new TreeMap<>();
    try (Stream<Path> tables = Files.list(folder.resolve("tables/small"))) {
      for (Path table : tables.filter(t -> Files.exists(t.resolve("_delta_log"))).toList()) {
        try (Stream<Path> log = Files.list(table.resolve("_delta_log"))) {
          commits.put(
              table.getFileName().toString(),
              log.filter(file -> file.toString().endsWith(".json")).count());
        }
      }
    }
    return commits;
  }

  @Test
  void aCutUnderAFloorDecidesAsARunOfItsSizeDoes() {
    RunReport cut = cut(keep("0.35", "floored-cut"));
    RunReport run = WholeRuns.run(yaml, "prune.keep_fraction=0.35", "publish.release=floored-run");
    List<String> decided =
        decisions(WholeRuns.table(folder.resolve("tables/small"), "decisions", run, "prune"));
    assertEquals(decided, decisions(table(cut, "decisions")));
    assertEquals(run.json().get("digest"), cut.json().get("digest"));
    assertTrue(decided.stream().anyMatch(row -> row.contains("pruned_balance")), "no floor binds");
  }

  @Test
  @Tag("long")
  void aCutWithoutAFloorDecidesAsARunOfItsSizeDoesSmallerOrLarger() {
    Map<String, RunReport> runs = new TreeMap<>();
    for (String fraction : List.of("0.35", "0.9")) {
      runs.put(
          fraction,
          WholeRuns.run(
              yaml, NO_FLOOR.replace("0.7", fraction), "publish.release=plain-run-" + fraction));
    }
    // Each of the two is cut to the size of the other.
    for (String fraction : runs.keySet()) {
      String of = fraction.equals("0.9") ? "0.35" : "0.9";
      RunReport cut =
          cut(
              keep(fraction, "plain-cut-" + fraction),
              NO_FLOOR.replace("0.7", of),
              "publish.release=plain-run-" + of);
      RunReport run = runs.get(fraction);
      assertEquals(
          decisions(WholeRuns.table(folder.resolve("tables/small"), "decisions", run, "prune")),
          decisions(table(cut, "decisions")));
      assertEquals(run.json().get("digest"), cut.json().get("digest"));
    }
  }

  @Test
  void cutsKeepTheLawsAndLieInsideOneAnother() {
    Set<String> larger = null;
    for (String fraction : List.of("0.9", "0.501", "0.003")) {
      RunReport cut = cut(keep(fraction, "nested-" + fraction));
      assertEquals(
          List.of(),
          Laws.violations(
              table(cut, "decisions"),
              table(cut, "curated"),
              SmallTexts.ROWS,
              new BigDecimal(fraction)));
      Set<String> kept = kept(cut);
      assertEquals(Math.floor(new BigDecimal(fraction).doubleValue() * 240 + 0.5), kept.size());
      assertTrue(larger == null || larger.containsAll(kept), fraction);
      larger = kept;
    }
    assertEquals(1, larger.size());
    Failure empty = assertThrows(Failure.class, () -> cut(keep("0.001", "nested-0.001")));
    assertEquals(4, empty.exitCode().code());
    assertTrue(empty.getMessage().contains("publish.min_rows 1 row, got 0"), empty.getMessage());
  }

  @Test
  void theSameCutAgainChangesNothingAndATakenNameIsRefusedBeforeAnythingIsWritten()
      throws IOException {
    RunReport first = cut(keep("0.6", null));
    assertEquals("small-prototype-hard-60", first.json().get("release"));
    assertEquals("done", first.json().get("state"));
    Map<String, Long> before = versions();
    RunReport again = cut(keep("0.60", null));
    assertEquals("reused", again.json().get("state"));
    assertEquals(first.json().get("digest"), again.json().get("digest"));
    assertTrue(again.card().contains("already done: nothing to do"), again.card());
    assertEquals(before, versions());
    Failure taken = assertThrows(Failure.class, () -> cut(keep("0.5", "small-prototype-hard-60")));
    assertEquals(6, taken.exitCode().code());
    assertTrue(
        taken
            .getMessage()
            .startsWith("release small-prototype-hard-60 already exists with other content"),
        taken.getMessage());
    assertEquals(before, versions());
  }

  private static Failure refused(Executable action) {
    Failure refused = assertThrows(Failure.class, action);
    assertEquals(6, refused.exitCode().code(), refused.getMessage());
    return refused;
  }

  @Test
  void aCutOfAnotherSizeUnderATakenNameIsRefusedFromTheFilesOfTheTables() throws IOException {
    cut(keep("0.6", "taken"));
    Map<String, Long> before = versions();
    LoadedRecipe recipe = new RecipeLoader(name -> null).load("test.yaml", yaml, List.of()).get(0);
    Configuration files = new Configuration();
    assertEquals(
        "release taken already exists with other content, published by run "
            + report.json().get("run_id")
            + ": it keeps 144 rows, and this one 120; choose another name in publish.release, or"
            + " with --release for a cut",
        refused(() -> Cut.check(files, recipe, keep("0.5", "taken"))).getMessage());
    // As many rows in another order: only the rows themselves say that the content differs.
    CutRequest random =
        new CutRequest(null, null, 144L, null, "random", "taken", Shown.lines(true), false);
    assertDoesNotThrow(() -> Cut.check(files, recipe, random));
    assertFalse(refused(() -> cut(random)).getMessage().contains(": it keeps"));
    assertDoesNotThrow(() -> Cut.check(files, recipe, keep("0.6", "taken")));
    // A budget is counted by a Spark job, and then refused before the rows are compared.
    assertDoesNotThrow(() -> Cut.check(files, recipe, named(budget(1211L, null, null), "taken")));
    assertTrue(
        refused(() -> cut(named(budget(1211L, null, null), "taken")))
            .getMessage()
            .contains(": it keeps 144 rows, and this one 100;"));
    assertEquals(before, versions());
  }

  private static CutRequest named(CutRequest request, String release) {
    return new CutRequest(
        request.runId(),
        request.keepFraction(),
        request.targetRows(),
        request.keepTokens(),
        request.keepBytes(),
        request.metric(),
        request.keep(),
        release,
        request.shown(),
        request.dryRun());
  }

  @Test
  void aRunUnderATakenNameIsRefusedAsSoonAsItsNumberOfRowsIsKnown() throws IOException {
    cut(keep("0.6", "of-a-cut"));
    Map<String, Long> before = versions();
    String[] smaller = {"prune.keep_fraction=0.5", "publish.release=of-a-cut"};
    String early = refused(() -> WholeRuns.run(yaml, smaller)).getMessage();
    assertTrue(
        early.contains(": it keeps 144 of 242 rows, and this recipe at most 121 of as many;"),
        early);
    assertEquals(before, versions(), "refused before the first stage");

    String[] larger = {"prune.keep_fraction=0.8", "publish.release=of-a-cut"};
    String late = refused(() -> WholeRuns.run(yaml, larger)).getMessage();
    assertTrue(late.contains(": it keeps 144 rows, and this one 192;"), late);
    assertEquals(before.get("decisions"), versions().get("decisions"), "refused before prune");

    Path fewer = folder.resolve("fewer.jsonl");
    Files.writeString(fewer, Files.readString(folder.resolve("texts/two.jsonl")));
    String[] grown = {"input.path=" + fewer, "publish.release=of-a-cut"};
    String input = refused(() -> WholeRuns.run(yaml, grown)).getMessage();
    assertTrue(input.contains(": it decides on 242 rows, and this one 161;"), input);
    assertEquals(before.get("embeddings"), versions().get("embeddings"), "refused before embed");

    // A run with the content of the cut takes its name over.
    String[] equal = {"prune.keep_fraction=0.6", "publish.release=of-a-cut"};
    RunReport same = WholeRuns.run(yaml, equal);
    assertEquals(before.get("releases"), versions().get("releases"), "no release was added");
    assertEquals(cut(keep("0.6", "of-a-cut")).json().get("digest"), same.json().get("digest"));
  }

  @Test
  void aNumberOfRowsIsMetExactly() {
    RunReport cut =
        cut(new CutRequest(null, null, 101L, null, null, null, Shown.lines(true), false));
    assertEquals("small-prototype-hard-101rows", cut.json().get("release"));
    assertEquals(101, kept(cut).size());
    Failure tooMany =
        assertThrows(
            Failure.class,
            () ->
                cut(new CutRequest(null, null, 241L, null, null, null, Shown.lines(true), false)));
    assertEquals(
        "--target-rows must be at most 240, the number of ranked rows, got 241",
        tooMany.getMessage());
    assertEquals(2, tooMany.exitCode().code());
  }

  private static CutRequest budget(Long tokens, Long bytes, String keep) {
    return new CutRequest(
        null, null, null, tokens, bytes, null, keep, null, Shown.lines(true), false);
  }

  /** Returns the texts of ranked decisions in the order of their ranks, after checking the sums. */
  private static List<String> textsInOrder(Dataset<Row> decisions) {
    Map<String, String> texts = new HashMap<>();
    for (Row row : WholeRuns.table(folder.resolve("tables/small"), "examples").collectAsList()) {
      texts.put(row.getAs("id"), row.getAs("text"));
    }
    List<String> ordered = new ArrayList<>();
    long tokens = 0;
    long bytes = 0;
    for (Row row :
        decisions.where(col("keep_rank").isNotNull()).orderBy("keep_rank").collectAsList()) {
      String text = texts.get(row.<String>getAs("id"));
      tokens += text.split(" ").length;
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
      assertEquals(tokens, row.<Long>getAs("cumulative_tokens"), row.toString());
      assertEquals(bytes, row.<Long>getAs("cumulative_bytes"), row.toString());
      ordered.add(text);
    }
    assertEquals(SmallTexts.RANKED, ordered.size());
    return ordered;
  }

  private static long lengthOf(List<String> texts, int rows) {
    return texts.stream().limit(rows).mapToLong(text -> text.length()).sum();
  }

  @Test
  void aBudgetOfTokensOrBytesKeepsTheLongestPrefixOfTheRanksWithinIt() {
    // Twelve words in every text.
    RunReport tokens = cut(budget(1211L, null, null));
    assertEquals("small-prototype-hard-tokens-1211", tokens.json().get("release"));
    assertEquals(100, kept(tokens).size());
    assertTrue(tokens.card().replaceAll(" +", " ").contains("budget 1,211 tokens"), tokens.card());
    List<String> texts = textsInOrder(table(tokens, "decisions"));
    for (int rows : new int[] {1, 77}) {
      for (long spare : new long[] {0, texts.get(rows).length() - 1}) {
        RunReport bytes = cut(budget(null, lengthOf(texts, rows) + spare, null));
        assertEquals(rows, kept(bytes).size(), "spare " + spare);
      }
    }
    assertEquals(240, kept(cut(budget(Long.MAX_VALUE, null, null))).size());
    Failure tooFew = assertThrows(Failure.class, () -> cut(budget(11L, null, null)));
    assertEquals(
        "--keep-tokens must be at least 12, the length of the first row of the order, got 11;"
            + " raise it",
        tooFew.getMessage());
    assertEquals(2, tooFew.exitCode().code());
  }

  @Test
  void aBudgetInAnotherOrderAddsUpThatOrderAndKeepsTheFloor() {
    RunReport whole = cut(by(null, "random", "1"));
    List<String> texts = textsInOrder(table(whole, "decisions"));
    RunReport cut = cut(budget(null, lengthOf(texts, 120) + 3, "random"));
    assertEquals(120, kept(cut).size());
    textsInOrder(table(cut, "decisions"));
    for (Row label : table(cut, "curated").groupBy("label").count().collectAsList()) {
      assertTrue(label.getLong(1) >= 10, label.toString());
    }
  }

  private static void assertRankedAgain(String keep) {
    RunReport cut = cut(by(null, keep, "0.5"));
    assertEquals("small-prototype-" + keep + "-50", cut.json().get("release"));
    assertEquals(false, cut.json().get("stored_order"));
    assertEquals(
        List.of(),
        Laws.violations(
            table(cut, "decisions"),
            table(cut, "curated"),
            SmallTexts.ROWS,
            new BigDecimal("0.5")));
    // 40 rows a label, 120 of 240 kept: at least half of 20 each.
    for (Row label : table(cut, "curated").groupBy("label").count().collectAsList()) {
      assertTrue(label.getLong(1) >= 10, keep + " " + label);
    }
  }

  @Test
  @Tag("long")
  void theEasiestRowsAreRankedAgainAndKeepTheFloor() {
    assertRankedAgain("easy");
  }

  @Test
  void anotherPolicyOrMetricRanksAgainAndKeepsTheFloor() {
    assertRankedAgain("random");
    RunReport metric = cut(by("cosine-dist-to-cent", null, "0.5"));
    assertEquals("small-cosine_dist_to_cent-hard-50", metric.json().get("release"));
    // The column is the run's own metric under another name.
    List<String> ranked =
        WholeRuns.table(folder.resolve("tables/small"), "decisions", report, "prune")
            .where(col("keep_rank").leq(120))
            .select("id")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    assertEquals(Set.copyOf(ranked), kept(metric));
    Failure unknown = assertThrows(Failure.class, () -> cut(by("hardnes", null, "0.5")));
    assertEquals(
        "--metric must be one of prototype, cosine_dist_to_cent, hardness, got hardnes;"
            + " did you mean hardness?",
        unknown.getMessage());
    assertEquals(2, unknown.exitCode().code());
  }

  @Test
  void aCutInAnotherOrderKeepsTheGuardTheExplorationAndTheControlOfTheRecipe() {
    String[] sets = {
      "prune={keep: hard, keep_fraction: 0.7, outlier_guard: 0.1, exploration_fraction: 0.2,"
          + " control: random}",
      "publish.release=guarded"
    };
    WholeRuns.run(yaml, sets);
    RunReport stored = cut(keep("0.5", "guarded-stored"), sets);
    // The column is the run's own metric under another name, so ranking again changes no row.
    RunReport again =
        cut(
            new CutRequest(
                null,
                new BigDecimal("0.5"),
                null,
                "cosine-dist-to-cent",
                null,
                "guarded-again",
                Shown.lines(true),
                false),
            sets);
    assertEquals(false, again.json().get("stored_order"));
    assertEquals(kept(stored), kept(again));
    for (RunReport cut : List.of(stored, again)) {
      assertEquals(120, table(cut, "controls").count());
      assertEquals(120, table(cut, "controls").agg(max("control_rank")).first().getLong(0));
    }
    Failure refused =
        assertThrows(
            Failure.class,
            () ->
                cut(
                    new CutRequest(
                        null,
                        new BigDecimal("0.5"),
                        null,
                        null,
                        "easy",
                        null,
                        Shown.lines(true),
                        false),
                    sets));
    assertEquals(2, refused.exitCode().code());
    assertTrue(refused.getMessage().contains("prune.outlier_guard"), refused.getMessage());
  }

  @Test
  void aCutReadsNeitherEmbeddingsNorPrototypesAndClustersNothing() throws Exception {
    List<Path> moved = new ArrayList<>();
    for (String table : List.of("embeddings", "prototypes")) {
      try (Stream<Path> files = Files.list(folder.resolve("tables/small").resolve(table))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
          moved.add(Files.move(file, file.resolveSibling(file.getFileName() + ".away")));
        }
      }
    }
    assertFalse(moved.isEmpty());
    SparkSession spark = LocalSpark.session();
    List<String> jobs = Collections.synchronizedList(new ArrayList<>());
    List<String> plans = Collections.synchronizedList(new ArrayList<>());
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            jobs.add(String.valueOf(job.properties().getProperty("spark.job.description")));
          }

          @Override
          public void onOtherEvent(SparkListenerEvent event) {
            if (event instanceof SparkListenerSQLExecutionStart start) {
              plans.add(start.physicalPlanDescription());
            }
          }
        };
    spark.conf().set("spark.sql.maxMetadataStringLength", "5000");
    spark.sparkContext().addSparkListener(listener);
    try {
      cut(keep("0.45", "blind"));
      cut(by(null, "easy", "0.45"));
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(listener);
      spark.conf().unset("spark.sql.maxMetadataStringLength");
      for (Path file : moved) {
        String name = file.getFileName().toString();
        Files.move(file, file.resolveSibling(name.substring(0, name.length() - 5)));
      }
    }
    String all = String.join("\n", plans);
    assertTrue(all.contains("/tables/small/decisions"), "plans name what they read");
    assertFalse(all.contains("/tables/small/embeddings"), all);
    assertFalse(all.contains("/tables/small/prototypes"), all);
    assertTrue(jobs.size() > 5, jobs.toString());
    assertEquals(
        List.of(),
        jobs.stream().filter(job -> job.matches(".*(embed|cluster|centroid).*")).toList());
  }

  @Test
  void olderReleasesStayReadableByTheirVersions() {
    Dataset<Row> first =
        WholeRuns.table(folder.resolve("tables/small"), "curated", report, "publish");
    assertEquals(168, first.count());
    cut(keep("0.15", "later"));
    assertEquals(168, first.count());
    assertEquals(36, WholeRuns.table(folder.resolve("tables/small"), "curated").count());
    Row published =
        WholeRuns.table(folder.resolve("tables/small"), "releases")
            .where(col("release").equalTo("later").and(col("table").equalTo("curated")))
            .first();
    assertEquals(36, published.<Long>getAs("rows"));
    assertEquals(report.json().get("run_id"), published.getAs("run_id"));
    assertEquals(
        1,
        WholeRuns.table(folder.resolve("tables/small"), "releases")
            .where(col("release").equalTo("later"))
            .select("created")
            .distinct()
            .count());
    Row ledger =
        WholeRuns.table(folder.resolve("tables/small"), "runs")
            .where(
                col("stage").equalTo("cut").and(col("details").contains("\"release\":\"later\"")))
            .first();
    assertEquals("done", ledger.getAs("state"));
    assertEquals(36, ledger.<Long>getAs("rows"));
  }

  @Test
  void aDryRunReportsTheSizeAndWritesNothing() throws IOException {
    Map<String, Long> before = versions();
    RunReport planned =
        cut(
            new CutRequest(
                null, new BigDecimal("0.3"), null, null, null, null, Shown.lines(true), true));
    assertEquals("planned", planned.json().get("state"));
    assertEquals(72L, planned.json().get("kept"));
    assertEquals(before, versions());
  }

  @Test
  void theRunIsTheLatestOfThisRecipeOrTheNamedOne() {
    Failure changed = assertThrows(Failure.class, () -> cut(keep("0.5", "x"), "seed=1"));
    assertEquals(3, changed.exitCode().code());
    assertTrue(
        changed
            .getMessage()
            .startsWith("recipe small has no finished run with its current values (hash "),
        changed.getMessage());
    String run = String.valueOf(report.json().get("run_id"));
    assertTrue(changed.getMessage().contains(run), changed.getMessage());
    RunReport named =
        cut(
            new CutRequest(
                run, new BigDecimal("0.25"), null, null, null, "named", Shown.lines(true), false),
            "seed=1");
    assertEquals(run, named.json().get("run_id"));
    Failure never = assertThrows(Failure.class, () -> cut(keep("0.5", "x"), "name=never"));
    assertEquals(3, never.exitCode().code());
    assertTrue(never.getMessage().endsWith("yet; run `winnow run` first"), never.getMessage());
    assertFalse(Files.exists(folder.resolve("tables/never")));
  }

  @Test
  void shiftsCountTheKeptRowsOfEachLabelSourceAndCluster() {
    // 70 rows; the floor under a label of 40 is 6, half of the 11.7 of an even cut, rounded up.
    RunReport cut = cut(keep("0.29", "shifted"));
    Map<String, Long> kept = new HashMap<>();
    table(cut, "curated")
        .groupBy("label")
        .count()
        .collectAsList()
        .forEach(row -> kept.put(row.getString(0), row.getLong(1)));
    List<Row> shifts = table(cut, "shifts").orderBy("dimension", "value").collectAsList();
    Map<String, Long> counted = new HashMap<>();
    Map<Object, Long> rows = new TreeMap<>();
    for (Row shift : shifts) {
      rows.merge(shift.getAs("dimension"), shift.<Long>getAs("rows"), Long::sum);
      double overall = shift.getAs("dimension").equals("cluster") ? 70.0 / 240 : 70.0 / 241;
      assertEquals(overall, shift.<Double>getAs("overall_share"), shift.toString());
      double share = (double) shift.<Long>getAs("kept") / shift.<Long>getAs("rows");
      assertEquals(share, shift.<Double>getAs("kept_share"), shift.toString());
      assertEquals(share / overall, shift.<Double>getAs("ratio"), shift.toString());
      if (shift.getAs("dimension").equals("label") && shift.<Long>getAs("kept") > 0) {
        counted.put(shift.getAs("value"), shift.<Long>getAs("kept"));
      }
    }
    assertEquals(kept, counted);
    // The row without words is an example, and was not clustered.
    assertEquals(Map.of("label", 241L, "source", 241L, "cluster", 240L), rows);
    assertEquals(
        List.of("one.jsonl", "two.jsonl"),
        shifts.stream()
            .filter(shift -> shift.getAs("dimension").equals("source"))
            .map(shift -> shift.<String>getAs("value").replaceFirst(".*/", ""))
            .toList());
    // Label 0 stands at its floor, which the recipe asked for: the card does not warn of it.
    assertEquals(6L, kept.get("0"));
    assertEquals(0L, cut.json().get("shifted_classes"));
    assertFalse(cut.card().contains("class shift"), cut.card());
  }
}
