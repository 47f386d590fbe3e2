package dev.winnow.jobs.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.configs.ConfigFiles;
import dev.winnow.jobs.example.ReleasePlan.Deal;
import dev.winnow.jobs.support.Script;
import dev.winnow.transforms.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of workers: rows, orders and places, also those of the Python module. */
class ReleasePlanTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Seven files of uneven sizes with the ranks 1 to 100, in no order. */
  private static final List<RankedFile> FILES =
      List.of(
          new RankedFile("d", 31, 50),
          new RankedFile("a", 1, 10),
          new RankedFile("c", 12, 30),
          new RankedFile("b", 11, 11),
          new RankedFile("g", 98, 100),
          new RankedFile("e", 51, 75),
          new RankedFile("f", 76, 97));

  private static final Function<String, Iterator<RankedRow<Long>>> RANKS =
      path ->
          FILES.stream()
              .filter(file -> file.path().equals(path))
              .flatMap(file -> LongStream.rangeClosed(file.first(), file.last()).boxed())
              .map(rank -> new RankedRow<>(rank, rank))
              .iterator();

  private record Case(long limit, long seed, int part, int parts, Deal deal, int mix, int epoch) {

    ReleasePlan plan() {
      return new ReleasePlan(FILES, limit, seed, part, parts, deal, mix);
    }

    List<Long> rows(long position) {
      List<Long> rows = new ArrayList<>();
      plan().rows(epoch, position, RANKS).forEachRemaining(row -> rows.add(row.row()));
      return rows;
    }

    Map<String, Object> json() {
      Map<String, Object> json = new TreeMap<>();
      json.put(
          "files",
          FILES.stream().map(f -> List.<Object>of(f.path(), f.first(), f.last())).toList());
      json.put("limit", limit);
      json.put("seed", seed);
      json.put("part", part);
      json.put("parts", parts);
      json.put("deal", deal.name().toLowerCase(Locale.ROOT));
      json.put("mix", mix);
      json.put("epoch", epoch);
      json.put("stop", rows(0).size() / 3);
      return json;
    }
  }

  private static Stream<Case> cases() {
    return Stream.of(1L, 11L, 64L, 100L, 1000L)
        .flatMap(
            limit ->
                Stream.of(1, 3, 8)
                    .flatMap(
                        parts ->
                            Arrays.stream(Deal.values())
                                .map(
                                    deal ->
                                        new Case(
                                            limit, -limit, 0, parts, deal, parts % 4, parts))));
  }

  private static List<Case> parts(Case one) {
    List<Case> parts = new ArrayList<>();
    for (int part = 0; part < one.parts(); part++) {
      parts.add(
          new Case(one.limit(), one.seed(), part, one.parts(), one.deal(), one.mix(), one.epoch()));
    }
    return parts;
  }

  @Test
  void noRowGoesToTwoWorkersAndNoneIsLost() {
    cases()
        .forEach(
            one -> {
              List<Long> all = new ArrayList<>();
              for (Case part : parts(one)) {
                List<Long> rows = part.rows(0);
                assertEquals(part.plan().rows(), rows.size());
                all.addAll(rows);
              }
              assertEquals(
                  LongStream.rangeClosed(1, Math.min(100, one.limit())).boxed().toList(),
                  all.stream().sorted().toList(),
                  one.toString());
            });
  }

  @Test
  void workersDifferByOneRowAndASmallerSizeIsASubset() {
    for (Case part : parts(new Case(64, 5, 0, 7, Deal.ROWS, 2, 0))) {
      assertTrue(part.plan().rows() == 9 || part.plan().rows() == 10);
      Case larger = new Case(90, 5, part.part(), 7, Deal.ROWS, 2, 0);
      assertTrue(new HashSet<>(larger.rows(0)).containsAll(part.rows(0)));
    }
  }

  @Test
  void filesAreDealtSoThatWorkersHaveSimilarNumbersOfRows() {
    List<Long> rows =
        parts(new Case(100, 5, 0, 3, Deal.FILES, 2, 0)).stream().map(p -> p.plan().rows()).toList();
    // 25, 22, 20, 19, 10, 3 and 1 rows, the largest first, each to the worker with the fewest.
    assertEquals(List.of(29L, 32L, 39L), rows);
  }

  @Test
  void theOrderDependsOnSeedAndEpochOnly() {
    Case one = new Case(100, 5, 0, 1, Deal.ROWS, 0, 0);
    assertEquals(one.rows(0), one.rows(0));
    assertNotEquals(one.rows(0), new Case(100, 6, 0, 1, Deal.ROWS, 0, 0).rows(0));
    assertNotEquals(one.rows(0), new Case(100, 5, 0, 1, Deal.ROWS, 0, 1).rows(0));
    // All files are mixed: the first ten rows are from all over the ranks.
    assertTrue(one.rows(0).subList(0, 10).stream().mapToLong(r -> r).average().orElse(0) > 25);
  }

  @Test
  void aPlanGoesOnFromAnyPlaceAndReadsNoFileBeforeIt() {
    Case one = new Case(97, 3, 1, 2, Deal.ROWS, 1, 4);
    List<Long> rows = one.rows(0);
    for (int position = 0; position <= rows.size(); position++) {
      assertEquals(rows.subList(position, rows.size()), one.rows(position));
    }
    List<String> read = new ArrayList<>();
    Function<String, Iterator<RankedRow<Long>>> noted =
        path -> {
          read.add(path);
          return RANKS.apply(path);
        };
    one.plan().rows(4, rows.size() - 1, noted).forEachRemaining(row -> assertTrue(row.rank() > 0));
    assertEquals(1, read.size());
  }

  @Test
  void aLoaderIsStoppedAndContinuedAndRefusesTheStateOfAnotherPlan() {
    Case one = new Case(50, 8, 0, 2, Deal.ROWS, 2, 0);
    ReleaseLoader<Long> loader = new ReleaseLoader<>(one.plan(), RANKS);
    Iterator<Long> rows = loader.iterator();
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      seen.add(rows.next());
    }
    ReleaseLoader<Long> resumed = new ReleaseLoader<>(one.plan(), RANKS);
    resumed.resume(loader.state());
    resumed.forEach(seen::add);
    assertEquals(one.rows(0), seen);
    assertEquals(new ReleaseLoader.State(1, 0, loader.state().plan()), resumed.state());
    List<Long> second = new ArrayList<>();
    resumed.forEach(second::add);
    assertEquals(new Case(50, 8, 0, 2, Deal.ROWS, 2, 1).rows(0), second);
    ReleaseLoader<Long> other =
        new ReleaseLoader<>(new Case(49, 8, 0, 2, Deal.ROWS, 2, 0).plan(), RANKS);
    assertThrows(IllegalArgumentException.class, () -> other.resume(loader.state()));
  }

  @Test
  void filesThatLackRanksAreNamed() {
    ReleasePlan plan = new ReleasePlan(FILES, 100, 1, 0, 1, Deal.ROWS, 0);
    Iterator<RankedRow<Long>> rows =
        plan.rows(
            0,
            0,
            path -> path.equals("b") ? List.<RankedRow<Long>>of().iterator() : RANKS.apply(path));
    String message = assertThrows(IllegalStateException.class, rows::hasNext).getMessage();
    assertTrue(message.contains("expected 100 rows, got 99"), message);
    assertThrows(IllegalArgumentException.class, () -> new RankedFile("x", 5, 4));
  }

  private static List<String> python(List<?> cases) throws Exception {
    assumeTrue(Script.has("python3"), "python3 is not on the PATH");
    StringBuilder lines = new StringBuilder();
    for (Object one : cases) {
      lines.append(JSON.writeValueAsString(one)).append('\n');
    }
    Path script = Path.of(ReleasePlanTest.class.getResource("release_plans.py").toURI());
    Path module = ConfigFiles.root().resolve("docs/readers");
    Script run =
        Script.run(
            lines.toString(),
            Map.of("PYTHONDONTWRITEBYTECODE", "1"),
            List.of("python3", script.toString(), module.toString()));
    assertEquals("", run.err());
    return run.out().lines().toList();
  }

  @Test
  void pythonPlansTheSameRowsInTheSameOrderAndResumesThem() throws Exception {
    List<Case> all = cases().flatMap(one -> parts(one).stream()).toList();
    List<String> found = python(all.stream().map(Case::json).toList());
    assertEquals(all.size(), found.size());
    for (int i = 0; i < all.size(); i++) {
      assertEquals(all.get(i).rows(0).toString(), found.get(i), all.get(i).toString());
    }
  }

  @Test
  void pythonCountsRowsOfFractionsAndBudgets() throws Exception {
    List<List<Long>> ranked =
        List.of(List.of(2L, 30L), List.of(1L, 10L), List.of(3L, 70L), List.of(4L, 75L));
    assertEquals(
        List.of("2", "0", "4", "2", "5"),
        python(
            List.of(
                Map.of("budget", 69, "ranked", ranked),
                Map.of("budget", 9, "ranked", ranked),
                Map.of("budget", 1000, "ranked", ranked),
                Map.of("fraction", 0.15, "n", 10),
                Map.of("fraction", 0.5, "n", 9))));
  }

  @Test
  void pythonReadsTheFilesOfAVersionFromTheLog(@TempDir Path folder) throws Exception {
    SparkSession spark = LocalSpark.session();
    String table = folder.resolve("curated tables").toString();
    for (String mode : List.of("overwrite", "append", "overwrite")) {
      int first = mode.equals("append") ? 41 : 1;
      spark
          .range(first, first + 40)
          .selectExpr("id AS keep_rank", "cast(id AS string) AS id")
          .repartitionByRange(2, org.apache.spark.sql.functions.col("keep_rank"))
          .write()
          .format("delta")
          .mode(mode)
          .save(table);
    }
    List<String> found =
        python(
            List.of(
                Map.of("table", table, "version", 0),
                Map.of("table", table, "version", 1),
                Map.of("table", table, "version", 2)));
    for (int version = 0; version < 3; version++) {
      Object[][] files = JSON.readValue(found.get(version), Object[][].class);
      assertEquals(version == 1 ? 4 : 2, files.length);
      int rows = 0;
      for (Object[] file : files) {
        assertTrue(Files.exists(Path.of((String) file[0])), (String) file[0]);
        rows += (Integer) file[2] - (Integer) file[1] + 1;
      }
      assertEquals(version == 1 ? 80 : 40, rows);
      assertFalse(found.get(version).isEmpty());
    }
  }
}
