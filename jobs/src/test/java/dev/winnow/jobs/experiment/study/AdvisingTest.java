package dev.winnow.jobs.experiment.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import dev.winnow.transforms.experiment.learn.Learner;
import dev.winnow.transforms.experiment.learn.Measurement;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Advice on one run of 240 texts in six labels. */
class AdvisingTest {

  private static final String GRID =
      "experiment={policies: [hard, easy], fractions: [0.2, 0.5], pools: [0.5, 1], seeds: 2}";

  @TempDir private static Path folder;
  private static String yaml;

  @BeforeAll
  static void runOnce() throws IOException {
    Path texts = SmallTexts.write(folder.resolve("texts"));
    yaml = SmallTexts.recipe("small", folder.resolve("tables"), texts);
    WholeRuns.run(yaml);
  }

  private static AdviseRequest request(String fraction, boolean dryRun) {
    return new AdviseRequest(
        null,
        null,
        null,
        fraction == null ? null : new BigDecimal(fraction),
        new BigDecimal("0.05"),
        null,
        Shown.lines(true),
        dryRun);
  }

  /** Each test has epochs of its own, so that it finds no proxies of another. */
  private static RunReport advise(
      Trainer trainer, AdviseRequest request, int epochs, String... sets) {
    List<String> all = new ArrayList<>(List.of(GRID, "experiment.epochs=" + epochs));
    all.addAll(List.of(sets));
    LoadedRecipe recipe = new RecipeLoader(name -> null).load("test.yaml", yaml, all).get(0);
    return Advising.execute(
        LocalSpark.session(),
        recipe,
        request,
        new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8),
        trainer);
  }

  /** Returns a training whose error depends on the number of rows and the seed. */
  private static Trainer byRows(double exponent) {
    return (learner, data, train, test, budget, seed) -> {
      double error = 0.5 * StrictMath.pow(train.length, -exponent) * (1 + 0.001 * seed);
      return new Measurement(error, error, error, 0.1, 1, 0.1, 1, train.length, new BitSet());
    };
  }

  @Test
  void whereEveryRowHelpsTheAdviceIsNotToPrune() {
    RunReport report = advise(byRows(1), request(null, false), 1);
    assertTrue(report.card().startsWith("Do not prune: "), report.card());
    assertEquals(false, report.json().get("prune"));
    assertEquals(1.0, report.json().get("keep_fraction"));
    assertNull(report.json().get("policy"));
    assertFalse(report.card().contains("In the recipe"), report.card());
  }

  @Test
  void whereNoRowHelpsTheSmallestSetOfRandomRowsIsAdvised() {
    RunReport report = advise(byRows(0), request(null, false), 2);
    assertTrue(report.card().startsWith("Prune: keep random 0.2 of "), report.card());
    assertTrue(report.card().contains("no policy beats random rows"), report.card());
    assertEquals("prune: {keep: random, keep_fraction: 0.2}", report.json().get("recipe"));
    // A set of the same error is no reason to prune where every set costs the same.
    Map<?, ?> steps = (Map<?, ?>) ((Map<?, ?>) report.json().get("answers")).get("steps");
    assertEquals(false, steps.get("prune"));
  }

  @Test
  void aFractionThatMustStayIsTrainedAndAnswered() {
    RunReport report = advise(byRows(1), request("0.35", false), 3);
    assertEquals(0.35, report.json().get("keep_fraction"));
    assertEquals(
        List.of(0.35, 0.35, 0.35),
        ((List<?>) report.json().get("candidates"))
            .stream().map(of -> ((Map<?, ?>) of).get("fraction")).toList());
  }

  @Test
  void adviceOfRealProxiesNeverLosesToRandomAndItsLinesFitTheRecipe() {
    RunReport report = advise(Learner::measure, request("0.5", false), 4);
    Map<String, Object> json = report.json();
    assertEquals(true, json.get("prune"));
    double toRandom = (double) ((Map<?, ?>) json.get("to_random")).get("value");
    assertTrue(toRandom <= 0, json.toString());
    Map<?, ?> error = (Map<?, ?>) json.get("error");
    assertTrue((double) error.get("low") <= (double) error.get("value"));
    assertTrue((double) error.get("value") <= (double) error.get("high"));
    assertNotNull(((Map<?, ?>) json.get("label_noise")).get("kept"));
    assertEquals(6, ((Map<?, ?>) json.get("classes")).get("classes"));

    String line = (String) json.get("recipe");
    String edited = yaml.replaceFirst("(?m)^prune: .*$", line);
    assertEquals(
        new BigDecimal("0.5"),
        new RecipeLoader(name -> null)
            .load("test.yaml", edited, List.of())
            .get(0)
            .recipe()
            .prune()
            .count()
            .share());
  }

  @Test
  void pilotsAreTrainedOnce() {
    advise(byRows(1), request(null, false), 5);
    RunReport again =
        advise(
            (learner, data, train, test, budget, seed) -> {
              throw new IllegalStateException("trained again");
            },
            request(null, false),
            5);
    assertEquals(false, again.json().get("prune"));
  }

  @Test
  void aDryRunTrainsNothing() {
    RunReport report =
        advise(
            (learner, data, train, test, budget, seed) -> {
              throw new IllegalStateException("trained");
            },
            request(null, true),
            6,
            "experiment.pools=[1]");
    // The four pools that pilots have by themselves, two seeds: all rows, and three policies at two
    // fractions in two budgets.
    assertEquals(4 * 2 * (1 + 3 * 2 * 2), report.json().get("to_train"));
  }

  @Test
  void oneSeedAndNumbersOutOfRangeAreRefused() {
    Failure oneSeed =
        assertThrows(
            Failure.class, () -> advise(byRows(1), request(null, false), 7, "experiment.seeds=1"));
    assertEquals(ExitCode.USAGE, oneSeed.exitCode());
    assertTrue(oneSeed.getMessage().contains("at least 2"), oneSeed.getMessage());
    assertThrows(IllegalArgumentException.class, () -> request("1", false));
    assertThrows(IllegalArgumentException.class, () -> request("0", false));
  }
}
