package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.jobs.run.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of a recipe, and the stages that each change runs again. */
class StageKeysTest {

  private static final String RECIPE =
      """
      apiVersion: winnow/v1
      name: keys
      warehouse: tables
      input: {format: images, path: in}
      dedup: {epsilon: 0.07, recluster: true}
      prune: {keep_fraction: 0.5}
      """;

  /** A changed stage changes the inputs of the later ones, which this table leaves out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed=7                       | ingest split embed leaks dedup cluster score semantic"
            + " recluster rescore prune publish",
        "input.max_quarantine=0.5     | ingest embed",
        "embed.dim=16                 | embed",
        "dedup.near_hamming=3         | leaks dedup semantic",
        "dedup.epsilon=0.1            | leaks semantic",
        "split.held_out=0.3           | split",
        "cluster.k=5                  | cluster recluster",
        "cluster.device=cpu           | ''",
        "score.metrics=[density]      | score rescore",
        "prune.keep_fraction=0.25     | prune",
        "prune.metric=density         | score rescore prune",
        "publish.release=other        | publish",
        "warehouse=elsewhere          | ''"
      })
  void aChangeOfTheRecipeRunsTheStagesThatReadIt(String change, String stages) {
    Recipe before = recipe();
    Recipe after = recipe(change);
    assertEquals(
        stages.replace("''", ""),
        Arrays.stream(Stage.values())
            .filter(stage -> !key(before, stage).equals(key(after, stage)))
            .map(Stage::label)
            .collect(Collectors.joining(" ")));
  }

  @Test
  void otherTablesAreOtherKeys() {
    StageKeys keys = keys(recipe(), "files", "models");
    for (Stage stage : Stage.values()) {
      assertEquals(
          List.of(true, false),
          List.of(
              keys.of(stage, "{\"a\":1}").equals(keys.of(stage, "{\"a\":1}")),
              keys.of(stage, "{\"a\":1}").equals(keys.of(stage, "{\"a\":2}"))),
          stage.label());
    }
  }

  @Test
  void otherFilesAndOtherModelsEmbedAgain() {
    StageKeys keys = keys(recipe(), "files", "models");
    for (StageKeys other :
        List.of(keys(recipe(), "others", "models"), keys(recipe(), "files", "others"))) {
      assertEquals(
          List.of(Stage.EMBED),
          Arrays.stream(Stage.values())
              .filter(stage -> !keys.of(stage, "").equals(other.of(stage, "")))
              .toList());
    }
  }

  private static String key(Recipe recipe, Stage stage) {
    return keys(recipe, "files", "models").of(stage, "");
  }

  private static StageKeys keys(Recipe recipe, String files, String models) {
    String release = recipe.publish().release();
    return new StageKeys(
        recipe, "run", release == null ? "keys-run" : release, files, () -> models);
  }

  private static Recipe recipe(String... sets) {
    return new RecipeLoader(name -> null).load("test.yaml", RECIPE, List.of(sets)).get(0).recipe();
  }
}
