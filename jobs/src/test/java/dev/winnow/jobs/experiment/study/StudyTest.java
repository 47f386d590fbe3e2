package dev.winnow.jobs.experiment.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.experiment.study.Trainings.Trainer;
import dev.winnow.jobs.progress.Shown;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.SmallTexts;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Labelled;
import dev.winnow.transforms.experiment.learn.Learner;
import dev.winnow.transforms.experiment.learn.Measurement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies of one run of 240 texts in six labels, with a learner that only counts its rows. */
class StudyTest {

  private static final String GRID =
      "experiment={policies: [hard, easy], fractions: [0.2, 0.5], pools: [0.5, 1], seeds: 2}";

  /** Two pools x two seeds x (all + three policies x two fractions). */
  private static final int PROXIES = 28;

  private static final AtomicInteger TRAININGS = new AtomicInteger();
  private static final Set<Set<Integer>> TRAINED = ConcurrentHashMap.newKeySet();

  @TempDir private static Path folder;
  private static String yaml;
  private static RunReport report;
  private static List<Set<Integer>> trainingSets;

  @BeforeAll
  static void runOnce() throws IOException {
    Path texts = SmallTexts.write(folder.resolve("texts"));
    yaml = SmallTexts.recipe("small", folder.resolve("tables"), texts);
    WholeRuns.run(yaml);
    TRAINED.clear();
    report = study(GRID);
    trainingSets = List.copyOf(TRAINED);
  }

  @BeforeEach
  void forget() {
    TRAININGS.set(0);
  }

  /** The error falls with the rows; it depends on which rows they are, and on the seed. */
  private static Measurement counted(
      Learner learner, Labelled data, int[] train, int[] test, Budget budget, long seed) {
    TRAININGS.incrementAndGet();
    TRAINED.add(Arrays.stream(train).boxed().collect(Collectors.toSet()));
    double sum = Arrays.stream(train).asLongStream().sum();
    double error = 1.0 / (2 + train.length) + sum % 7 / 10_000 + seed / 1e5;
    return new Measurement(
        error, error, error, 0.1, 1, 0.1, budget.steps(train.length, 64), 1, new BitSet());
  }

  private static Measurement failsAfterTwelve(
      Learner learner, Labelled data, int[] train, int[] test, Budget budget, long seed) {
    if (TRAININGS.get() >= 12) {
      throw new IllegalStateException("killed");
    }
    return counted(learner, data, train, test, budget, seed);
  }

  private static RunReport study(Trainer trainer, boolean dryRun, String... sets) {
    LoadedRecipe recipe =
        new RecipeLoader(name -> null).load("test.yaml", yaml, List.of(sets)).get(0);
    return Study.execute(
        LocalSpark.session(),
        recipe,
        new ExperimentRequest(null, null, Shown.lines(true), dryRun),
        new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8),
        trainer,
        50);
  }

  private static RunReport study(String... sets) {
    return study(StudyTest::counted, false, sets);
  }

  @SuppressWarnings("unchecked") // The report holds lists of maps.
  private static List<Map<String, Object>> list(RunReport report, String key) {
    return (List<Map<String, Object>>) report.json().get(key);
  }

  private static List<String> keys(RunReport report) {
    return LocalSpark.session()
        .read()
        .format("delta")
        .load(folder.resolve("tables/small/experiments").toString())
        .where("study = '" + report.json().get("study") + "'")
        .select("policy", "fraction", "pool", "seed", "learner", "budget")
        .collectAsList()
        .stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void aStudyThatWasKilledContinuesAndHasEachProxyOnce() {
    String epochs = "experiment.epochs=3";
    assertThrows(
        IllegalStateException.class, () -> study(StudyTest::failsAfterTwelve, false, GRID, epochs));
    int before = keys(study(StudyTest::counted, true, GRID, epochs)).size();
    assertTrue(before > 0 && before <= 12, () -> before + " proxies were committed");
    RunReport resumed = study(GRID, epochs);
    assertEquals(PROXIES - before, resumed.json().get("trained"));
    assertEquals(PROXIES, keys(resumed).size());
    assertEquals(PROXIES, new HashSet<>(keys(resumed)).size());

    TRAININGS.set(0);
    RunReport again = study(GRID, epochs);
    assertEquals(0, TRAININGS.get());
    assertEquals(resumed.json().get("verdict"), again.json().get("verdict"));
    assertEquals(list(resumed, "proxies"), list(again, "proxies"));
  }

  @Test
  void randomAndTheWholePoolAreAlwaysAmongThePolicies() {
    assertEquals(
        Set.of("all", "hard", "easy", "random"),
        list(report, "proxies").stream().map(run -> run.get("policy")).collect(Collectors.toSet()));
    assertEquals(PROXIES, list(report, "proxies").size());
  }

  /** Each pool has hard, easy and two draws of random in two sizes, and the whole pool. */
  @Test
  void trainingSetsOfASmallerFractionLieInsideThoseOfALargerOne() {
    assertEquals(2 * (4 * 2 + 1), trainingSets.size());
    Map<Integer, List<Set<Integer>>> bySize =
        trainingSets.stream().collect(Collectors.groupingBy(Set::size));
    for (Object rows : (List<?>) report.json().get("pools")) {
      int pool = (Integer) rows;
      List<Set<Integer>> large = bySize.get((int) Math.round(pool * 0.5));
      for (Set<Integer> set : bySize.get((int) Math.round(pool * 0.2))) {
        assertTrue(
            large.stream().anyMatch(each -> each.containsAll(set)), () -> "no set holds " + set);
      }
    }
  }

  /** Places of test rows follow those of the pool, and smaller pools are prefixes of it. */
  @Test
  void noTrainingSetHasATestRowAndPoolsNest() {
    List<?> pools = (List<?>) report.json().get("pools");
    for (Object pool : pools) {
      Set<Integer> prefix = IntStream.range(0, (Integer) pool).boxed().collect(Collectors.toSet());
      assertTrue(trainingSets.contains(prefix), () -> "no set is the pool of " + pool);
    }
    int largest = (Integer) pools.get(pools.size() - 1);
    assertTrue(trainingSets.stream().flatMap(Set::stream).allMatch(place -> place < largest));
  }

  /** The error that is counted depends on the rows, so equal errors are equal training sets. */
  @Test
  void aPoolIsRankedAsIfThereWereNoLargerOne() {
    String[] plain = {"name=plain", "prune.balance=null"};
    WholeRuns.run(yaml, plain);
    RunReport alone = study(plain[0], plain[1], GRID.replace("pools: [0.5, 1]", "pools: [0.5]"));
    RunReport both = study(plain[0], plain[1], GRID, "experiment.epochs=8");
    Map<?, ?> expected = errorsOfSmallestPool(alone);
    assertEquals(PROXIES / 2, expected.size());
    assertEquals(expected, errorsOfSmallestPool(both));
  }

  private static Map<?, ?> errorsOfSmallestPool(RunReport report) {
    Object pool = ((List<?>) report.json().get("pools")).get(0);
    return list(report, "proxies").stream()
        .filter(run -> run.get("pool").equals(pool))
        .collect(
            Collectors.toMap(
                run -> List.of(run.get("policy"), run.get("fraction"), run.get("seed")),
                run -> run.get("error")));
  }

  @Test
  void theOrderInWhichProxiesEndChangesNothing() {
    RunReport slow =
        study(
            (learner, data, train, test, budget, seed) -> {
              sleep(train.length % 5 * 10L);
              return counted(learner, data, train, test, budget, seed);
            },
            false,
            GRID,
            "experiment.epochs=6");
    assertEquals(list(report, "comparisons"), list(slow, "comparisons"));
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTableOfAnotherVersionIsRefusedBeforeAnyTraining() throws IOException {
    Path table = folder.resolve("tables/small/experiments");
    Path aside = folder.resolve("tables/small/_experiments");
    Files.move(table, aside);
    try {
      LocalSpark.session()
          .sql("SELECT 'one' AS study, 0.5 AS error")
          .write()
          .format("delta")
          .save(table.toString());
      Failure failure = assertThrows(Failure.class, () -> study(GRID));
      assertEquals(ExitCode.DATA, failure.exitCode());
      assertTrue(failure.getMessage().contains("got study, error"), failure.getMessage());
      assertEquals(0, TRAININGS.get());
    } finally {
      Files.move(table, folder.resolve("other"));
      Files.move(aside, table);
      DeltaLog.clearCache();
    }
  }

  @Test
  void aDryRunTrainsAndWritesNothing() {
    RunReport plan = study(StudyTest::counted, true, GRID, "experiment.epochs=7");
    assertEquals(0, TRAININGS.get());
    assertEquals(PROXIES, plan.json().get("to_train"));
    assertTrue(plan.card().startsWith("28 proxies would be trained"), plan.card());
  }

  @Test
  void aPolicyOrLearnerThatTheRunCannotHaveIsSkippedWithItsReason() {
    RunReport plan =
        study(
            StudyTest::counted,
            true,
            "experiment={policies: [hard, band, hierarchical], learners: [softmax, conv]}");
    String skipped = String.valueOf(plan.json().get("skipped"));
    assertTrue(skipped.contains("policy band: prune.band is missing"), skipped);
    assertTrue(skipped.contains("policy hierarchical: prune.keep"), skipped);
    assertTrue(skipped.contains("learner conv: it trains on pixels"), skipped);
  }

  @Test
  void policiesThatNeedClustersAreTrained() {
    RunReport refit =
        study(
            "experiment={policies: [density, coverage], fractions: [0.5], seeds: 2, prototypes:"
                + " refit}");
    assertEquals(
        Set.of("all", "density", "coverage", "random"),
        list(refit, "proxies").stream().map(run -> run.get("policy")).collect(Collectors.toSet()));
  }

  @Test
  void aRunWithoutLabelsIsRefusedWithTheRemedy() {
    String[] sets = {"name=mute", "prune.balance=null", "input.label=null"};
    WholeRuns.run(yaml, sets);
    Failure refused = assertThrows(Failure.class, () -> study(sets));
    assertEquals(ExitCode.DATA, refused.exitCode());
    assertTrue(refused.getMessage().contains("input.label"), refused.getMessage());
  }

  @Test
  void figuresAndFitsAreWritten() throws IOException {
    for (Object figure : (List<?>) report.json().get("figures")) {
      String path = figure.toString().replaceFirst("^file:", "");
      assertTrue(Files.size(Path.of(path)) > 0, path);
    }
    Set<Object> policies = new TreeSet<>();
    list(report, "fits").forEach(fit -> policies.add(fit.get("policy")));
    assertEquals(Set.of("easy", "easy-envelope", "hard", "hard-envelope", "random"), policies);
    assertTrue(
        list(report, "fits").stream()
            .filter(fit -> fit.get("policy").equals("hard"))
            .allMatch(fit -> fit.get("refused").toString().contains("at least 4 sizes")));
  }

  /**
   * Texts of six topics: the words of a topic tell its label, so a few rows are enough to learn.
   */
  @Test
  void realLearnersLearnAndRepeatToTheBit() {
    String[] sets = {
      "experiment={policies: [easy], fractions: [0.3], learners: [softmax, ridge], budgets:"
          + " [epochs, steps], seeds: 2, epochs: 8}"
    };
    RunReport first = study(Learner::measure, false, sets);
    assertEquals(2 * (2 + 2 * 2 * 2), list(first, "proxies").size());
    for (Map<String, Object> run : list(first, "proxies")) {
      double error = (Double) run.get("error");
      assertTrue(error < 0.7, () -> "five of six labels are wrong by chance, got " + run);
      assertTrue((Double) run.get("worst_class_error") >= error, run::toString);
    }
    RunReport second = study(Learner::measure, false, sets[0], "name=small");
    assertEquals(0, second.json().get("trained"));
    assertEquals(list(first, "proxies"), list(second, "proxies"));
  }
}
