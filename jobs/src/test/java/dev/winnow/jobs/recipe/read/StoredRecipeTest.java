package dev.winnow.jobs.recipe.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.transforms.select.BalanceForm;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recipes as the runs table holds them. */
class StoredRecipeTest {

  private static final String HEAD =
      """
      apiVersion: winnow/v1
      name: small
      warehouse: tables
      input: {format: jsonl, path: /data/texts, label: label}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "prune: {keep: density, keep_fraction: 0.35, balance: {floor: 0.123456}}",
        "prune: {keep: band, band: [0.2, 0.8]}",
        "recipe: d4\ndedup: {near: true}",
        "embed: [{encoder: tfidf-svd, name: a}, {encoder: tfidf-svd, name: b}]\n"
            + "prune: {target_rows: 9}"
      })
  void aRecipeThatIsStoredIsTheRecipeThatRan(String more) {
    LoadedRecipe loaded =
        new RecipeLoader(name -> null).load("test.yaml", HEAD + more + "\n", List.of()).get(0);
    assertEquals(loaded.recipe(), StoredRecipe.bind(loaded.effective()));
  }

  @Test
  void keysThatARunDidNotHaveGetTheirDefaultsAndKeysOfOtherVersionsAreIgnored() {
    Recipe recipe =
        StoredRecipe.bind(
            """
            {"origins": {}, "recipe": {"apiVersion": "winnow/v1", "name": "old", "flavour": "mild",
             "warehouse": "tables", "input": {"format": "images", "path": ["photos"]},
             "embed": {"encoder": "patch-kmeans", "colour": 3},
             "prune": {"keep_fraction": 0.1, "balance": {"by": "cluster"}}}}\
            """);
    assertEquals(42, recipe.seed());
    assertEquals(Keep.HARD, recipe.keep());
    assertEquals(Metric.PROTOTYPE, recipe.metric());
    assertEquals(0, recipe.prune().outlierGuard().signum());
    assertEquals(new BigDecimal("0.1"), recipe.prune().keepFraction());
    assertEquals(BalanceForm.RELATIVE, recipe.prune().balance().form());
    assertNull(recipe.dedup());
  }

  @Test
  void severalEncodersWithoutAMetricRankByTheirAverage() {
    Recipe recipe =
        StoredRecipe.bind(
            """
            {"recipe": {"name": "old", "input": {"format": "images", "path": ["photos"]},
             "embed": [{"name": "a", "encoder": "column"}, {"name": "b", "encoder": "column"}],
             "prune": {"keep_fraction": 0.1}}}\
            """);
    assertEquals(Metric.RANK_AVERAGE, recipe.metric());
  }

  @Test
  void textThatIsNoRecipeOfThisVersionIsRefused() {
    assertEquals(
        "table runs holds a recipe without values",
        assertThrows(IllegalStateException.class, () -> StoredRecipe.bind("{}")).getMessage());
    String unknown =
        assertThrows(
                IllegalStateException.class,
                () -> StoredRecipe.bind("{\"recipe\": {\"prune\": {\"keep\": \"best\"}}}"))
            .getMessage();
    assertTrue(
        unknown.startsWith(
            "table runs: a stored recipe must fit this version's keys, but the value of prune.keep"
                + " does not"),
        unknown);
  }
}
