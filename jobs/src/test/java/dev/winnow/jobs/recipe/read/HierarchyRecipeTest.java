package dev.winnow.jobs.recipe.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.jobs.recipe.Cluster;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.Resample;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clusters of clusters in a recipe: keys, defaults and faults. */
class HierarchyRecipeTest {

  private static final String SMALL =
      """
      apiVersion: winnow/v1
      name: small
      warehouse: tables
      input: {format: images, path: /data/photos}
      """;

  private static Recipe recipe(String sections, String... sets) {
    return new RecipeLoader(name -> null)
        .load("my.yaml", SMALL + sections + "\n", List.of(sets))
        .get(0)
        .recipe();
  }

  @Test
  void levelsAboveAreFittedAgainTenTimesOnHalfTheirMembers() {
    Cluster cluster = recipe("cluster: {k: 1000, above: [300, 20]}").cluster();
    assertEquals(List.of(300, 20), cluster.above());
    assertEquals(new Resample(10, List.of()), cluster.resample());
    assertEquals(CentroidTree.Assignment.BOTTOM_UP, cluster.assignment());
    Cluster one =
        recipe("", "cluster.k=90", "cluster.above=30", "cluster.resample.members=2").cluster();
    assertEquals(List.of(30), one.above());
    assertEquals(new Resample(10, List.of(2)), one.resample());
  }

  @Test
  void withoutLevelsAboveNothingIsFittedAgain() {
    Cluster cluster = recipe("cluster: {k: 1000}").cluster();
    assertNull(cluster.resample());
    assertEquals(CentroidTree.Assignment.TOP_DOWN, cluster.assignment());
  }

  @Test
  void hierarchicalPruningUsesTheLevelsAbove() {
    Recipe recipe =
        recipe("cluster: {k: 100, above: 10}\nprune: {keep: hierarchical, keep_fraction: 0.5}");
    assertEquals(1, recipe.prune().hierarchical().multiplier());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{k: 300, above: [300]} | cluster.above must start below cluster.k 300 and decrease, got [300]",
        "{k: 300, above: [20, 30]} | cluster.above must start below cluster.k 300 and decrease,"
            + " got [20, 30]",
        "{above: [20]} | cluster.above needs a number in cluster.k, the clusters below its"
            + " first level",
        "{levels: [30, 10], above: [5]} | cluster.above must be absent beside cluster.levels, which"
            + " are built from the top",
        "{prototypes: p.npy, above: [5]} | cluster.above must be absent beside cluster.prototypes,"
            + " with which nothing is fitted",
        "{k: 300, above: [5], engine: mllib} | cluster.above needs cluster.engine winnow, got"
            + " mllib",
        "{k: 300, above: [0]} | cluster.above must be in [1, 1000000], got 0",
        "{k: 300, resample: {rounds: 3}} | cluster.resample must be absent without cluster.above,"
            + " whose levels it resamples",
        "{k: 300, above: [50, 5], resample: {members: [3]}} | cluster.resample.members must hold"
            + " one number for each level of cluster.above [50, 5], got [3]"
      })
  void settingsWithoutAHierarchyAreRefused(String section, String message) {
    String all = assertThrows(RecipeFaults.class, () -> recipe("cluster: " + section)).getMessage();
    String[] lines = all.split("\n");
    assertEquals(2, lines.length, all);
    assertEquals(message, lines[1].strip().replaceFirst("^my.yaml:\\d+:\\d+: ", ""));
  }
}
