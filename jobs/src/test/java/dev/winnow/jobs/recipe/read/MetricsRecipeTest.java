package dev.winnow.jobs.recipe.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.recipe.Recipe;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hardness metrics of a recipe: those that are computed, the one that ranks, and the keys that they
 * need.
 */
class MetricsRecipeTest {

  private static final String DOCS =
      """
      apiVersion: winnow/v1
      name: docs
      warehouse: tables
      input: {format: jsonl, path: /data/docs.jsonl%s}
      """;

  private static Recipe recipe(String label, String sections) {
    return new RecipeLoader(name -> null)
        .load("my.yaml", DOCS.formatted(label) + sections + "\n", List.of())
        .get(0)
        .recipe();
  }

  private static String fault(String sections) {
    String message = assertThrows(RecipeFaults.class, () -> recipe("", sections)).getMessage();
    String[] lines = message.split("\n");
    assertEquals(2, lines.length, message);
    return lines[1].strip().replaceFirst("^my.yaml:\\d+:\\d+: ", "");
  }

  @Test
  void theMetricThatRanksIsComputedBesideThoseListed() {
    Recipe recipe =
        recipe(
            ", label: topic",
            "score: {metrics: [margin, prototype, density, margin]}\n"
                + "prune: {metric: el2n, keep_fraction: 0.5}");
    assertEquals(List.of(Metric.DENSITY, Metric.EL2N, Metric.MARGIN), recipe.furtherMetrics());
    assertEquals(Metric.EL2N, recipe.metric());
    assertEquals("el2n", recipe.metric().label());
  }

  @Test
  void thePrototypeScoreRanksByDefault() {
    assertEquals(Metric.PROTOTYPE, recipe("", "").metric());
    assertEquals(List.of(), recipe("", "").furtherMetrics());
    assertEquals(Metric.PROTOTYPE, recipe("", "score: {metrics: [random]}").metric());
  }

  @Test
  void aRankAverageOfOneEncoderAveragesTheListedMetrics() {
    Recipe recipe =
        recipe(
            "",
            "score: {metrics: [prototype, density]}\n"
                + "prune: {metric: rank-average, keep_fraction: 0.5}");
    assertEquals(List.of(Metric.DENSITY), recipe.furtherMetrics());
  }

  @Test
  void layoutsThatBringLabelsNeedNoColumn() {
    Recipe images =
        new RecipeLoader(name -> null)
            .load(
                "my.yaml",
                DOCS.formatted("").replace("jsonl,", "images,") + "score: {metrics: [el2n]}\n",
                List.of())
            .get(0)
            .recipe();
    assertEquals(List.of(Metric.EL2N), images.furtherMetrics());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "score: {metrics: [prototype, forgetting]} | score.metrics forgetting needs input.label, the"
            + " column of labels; prototype, density and random need no"
            + " labels",
        "prune: {metric: supervised-prototype, keep_fraction: 0.5} | prune.metric"
            + " supervised-prototype needs input.label, the column of labels; prototype, density"
            + " and random need no labels",
        "score: {metrics: [rank-average]} | score.metrics must not hold rank-average, which"
            + " averages other metrics; set prune.metric: rank-average",
        "prune: {metric: rank-average, keep_fraction: 0.5} | prune.metric rank-average needs"
            + " several metrics in score.metrics, such as [prototype, density], or several encoders"
            + " in embed",
        "score: {metrics: [el3n]} | score.metrics must be one of prototype, supervised-prototype,"
            + " density, el2n, forgetting, margin, confidence, random, rank-average, got el3n; did"
            + " you mean el2n?"
      })
  void metricsThatCannotBeComputedAreRefused(String sections, String message) {
    assertEquals(message, fault(sections));
  }

  @Test
  void severalEncodersHaveNoSinglePrototypeScoreButAnyOtherMetric() {
    String two = "embed: [{dim: 8}, {dim: 16}]\n";
    assertEquals(
        "prune.metric must not be prototype with several encoders, each of which has its own"
            + " prototype score; use rank-average, or list one encoder",
        fault(two + "prune: {metric: prototype, keep_fraction: 0.5}"));
    Recipe recipe = recipe("", two + "prune: {metric: density, keep_fraction: 0.5}");
    assertEquals(Metric.DENSITY, recipe.metric());
  }
}
