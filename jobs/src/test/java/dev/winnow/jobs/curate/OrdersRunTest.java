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
import dev.winnow.jobs.support.SmallTexts;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The orders of several policies that one run writes, under a floor. */
class OrdersRunTest {

  private static final String[] SETS = {
    "prune.orders=[hard, easy, middle, random, coverage]", "prune.order_seeds=[1, 2]"
  };

  @TempDir private static Path folder;
  private static String yaml;

  /** Ranks of each order, by policy and seed, then by id. */
  private static final Map<String, Map<String, Long>> ORDERS = new TreeMap<>();

  private static final Map<String, Set<Long>> POOL = new HashMap<>();

  @BeforeAll
  static void runOnce() throws IOException {
    Path texts = SmallTexts.write(folder.resolve("texts"));
    yaml = SmallTexts.recipe("small", folder.resolve("tables"), texts);
    WholeRuns.run(yaml, SETS);
    for (Row row : WholeRuns.table(folder.resolve("tables/small"), "orders").collectAsList()) {
      String id = row.getAs("id");
      long rank = row.<Long>getAs("keep_rank");
      ORDERS
          .computeIfAbsent(row.getAs("policy") + " " + row.getAs("seed"), key -> new TreeMap<>())
          .put(id, rank);
      assertEquals(rank / 240.0, row.<Double>getAs("keep_quantile"));
      POOL.computeIfAbsent(id, key -> new HashSet<>()).add(row.getAs("pool_rank"));
    }
  }

  private static Map<String, Long> ranks(RunReport cut) {
    long version = ((Number) ((Map<?, ?>) cut.json().get("versions")).get("decisions")).longValue();
    return LocalSpark.session()
        .read()
        .format("delta")
        .option("versionAsOf", version)
        .load(folder.resolve("tables/small/decisions").toString())
        .where(col("keep_rank").isNotNull())
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(row -> row.getAs("id"), row -> row.<Long>getAs("keep_rank")));
  }

  private static RunReport cut(String keep, String fraction) {
    LoadedRecipe recipe =
        new RecipeLoader(name -> null).load("test.yaml", yaml, List.of(SETS)).get(0);
    return Cut.execute(
        LocalSpark.session(),
        recipe,
        new CutRequest(
            null, new BigDecimal(fraction), null, null, keep, null, Shown.lines(true), false),
        new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  @Test
  void everyOrderRanksEveryScoredRowOnce() {
    assertEquals(
        List.of("coverage 42", "easy 42", "hard 42", "middle 42", "random 1", "random 2"),
        List.copyOf(ORDERS.keySet()));
    Set<Long> all = LongStream.rangeClosed(1, 240).boxed().collect(Collectors.toSet());
    ORDERS.forEach((order, ranks) -> assertEquals(all, Set.copyOf(ranks.values()), order));
    assertNotEquals(ORDERS.get("random 1"), ORDERS.get("random 2"));
  }

  @Test
  void theOrderOfAPolicyIsThatOfTheRunAndThatOfACut() {
    RunReport easy = cut("easy", "0.3");
    assertEquals(ranks(easy), ORDERS.get("easy 42"));
    RunReport hard = cut(null, "0.4");
    assertEquals(ranks(hard), ORDERS.get("hard 42"));
    assertTrue(((Map<?, ?>) hard.json().get("versions")).containsKey("decisions"));
  }

  @Test
  void allOrdersShareOneRandomPool() {
    POOL.forEach((id, ranks) -> assertEquals(1, ranks.size(), id));
    Map<String, Long> pool =
        POOL.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().iterator().next()));
    assertEquals(
        LongStream.rangeClosed(1, 240).boxed().collect(Collectors.toSet()),
        Set.copyOf(pool.values()));
    for (String order : ORDERS.keySet()) {
      assertNotEquals(ORDERS.get(order), pool, order);
    }
    // The first quarter of the pool has rows of the hard half and of the other one.
    List<String> first = pool.keySet().stream().filter(id -> pool.get(id) <= 60).toList();
    long hardHalf = first.stream().filter(id -> ORDERS.get("hard 42").get(id) <= 120).count();
    assertTrue(hardHalf > 15 && hardHalf < 45, hardHalf + " of 60");
  }
}
