package dev.winnow.jobs.recipe.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.ModelEngine;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.variable.EnvironmentText;
import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("line")
class RecipeLoaderTest {

  private static final String SMALL =
      """
      apiVersion: winnow/v1
      name: small
      warehouse: tables
      input: {format: images, path: /data/photos}
      """;

  private static LoadedRecipe load(String yaml, String... sets) {
    return new RecipeLoader(Map.of("DATA", "/data/env")::get)
        .load("my.yaml", yaml, List.of(sets))
        .get(0);
  }

  private static String faults(String yaml, String... sets) {
    RecipeFaults e = assertThrows(RecipeFaults.class, () -> load(yaml, sets));
    assertEquals(ExitCode.USAGE, e.exitCode());
    return e.getMessage();
  }

  @Test
  void absentKeysTakeTheirDefaults() {
    LoadedRecipe loaded = load(SMALL);
    Recipe recipe = loaded.recipe();
    assertEquals(42, recipe.seed());
    assertEquals(Modality.IMAGE, recipe.input().modality());
    assertEquals(EncoderKind.PATCH_KMEANS, recipe.embed().get(0).encoder());
    assertEquals(256, recipe.embed().get(0).dim());
    assertNull(recipe.cluster().k());
    assertEquals(25, recipe.cluster().iterations());
    assertNull(recipe.prune());
    assertEquals("default", loaded.origins().get("embed.dim"));
    assertEquals("my.yaml:2", loaded.origins().get("name"));
  }

  @Test
  void reportsAllFaultsTogetherWithLineAndColumn() {
    assertEquals(
        """
        the recipe has 4 faults
          my.yaml:3:1: warehous is an unknown key; did you mean warehouse?
          my.yaml:6:11: input.format must be one of images, webdataset, parquet, jsonl, csv, delta, idx, npy, sample, got jsnol; did you mean jsonl?
          my.yaml:9:6: cluster.k must be in [1, 10000000], got -1
          my.yaml:12:3: prune.keepFracton is an unknown key; did you mean keep_fraction?\
        """,
        faults(
            """
            apiVersion: winnow/v1
            name: small
            warehous: tables
            warehouse: tables
            input:
              format: jsnol
              path: a
            cluster:
              k: -1
            prune:
              keep_fraction: 0.5
              keepFracton: 0.5
            """));
  }

  @Test
  void reportsPlacesThatAreNotThereBesideOtherFaults() {
    RecipeLoader loader =
        new RecipeLoader(
            Map.of("PLACE", "/secret/place")::get,
            (recipe, earlier) ->
                List.of("input.path must exist, " + recipe.input().path().get(0) + " does not"));
    String faulty = SMALL.replace("/data/photos", "\"${env:PLACE}\"") + "cluster: {k: -1}\n";
    RecipeFaults faults =
        assertThrows(RecipeFaults.class, () -> loader.load("my.yaml", faulty, List.of()));
    assertEquals("the recipe has 1 fault", faults.count());
    assertEquals(2, faults.lines().size(), faults.getMessage());
    assertTrue(faults.lines().get(0).contains("cluster.k must be in"), faults.getMessage());
    assertTrue(
        faults.lines().get(1).matches("my.yaml:[0-9]+:[0-9]+: warning: input.path must exist, .*"),
        faults.getMessage());
    assertFalse(faults.getMessage().contains("secret"), faults.getMessage());
    RecipeFaults later =
        assertThrows(
            RecipeFaults.class, () -> loader.load("my.yaml", faulty + "---\n" + faulty, List.of()));
    assertEquals(3, later.lines().size(), "only the first faulty recipe is looked at");
    String empty = "apiVersion: winnow/v1\nname: small\nwarehouse: tables\ninput:\n";
    RecipeFaults incomplete =
        assertThrows(RecipeFaults.class, () -> loader.load("my.yaml", empty, List.of()));
    assertFalse(incomplete.getMessage().contains("warning"), incomplete.getMessage());
    assertEquals(1, loader.load("my.yaml", SMALL, List.of()).size());
  }

  @Test
  void bindsTheValuesThatARunStores() throws Exception {
    LoadedRecipe loaded = load(SMALL + "prune: {keep: coverage, keep_fraction: 0.5}\n");
    ObjectMapper json = new ObjectMapper();
    ObjectNode stored = (ObjectNode) json.readTree(loaded.effective()).get("recipe");
    assertEquals(loaded.recipe(), RecipeLoader.bind(stored));
    stored.put("later", 1).withObject("/embed").put("later", 2).remove("dim");
    stored.withObject("/prune").remove("coverage");
    assertEquals(loaded.recipe(), RecipeLoader.bind(stored));
    stored.withObject("/prune").put("keep", "softest");
    assertEquals(
        "a stored recipe must fit this version's keys, but the value of prune.keep does not",
        assertThrows(IllegalArgumentException.class, () -> RecipeLoader.bind(stored)).getMessage());
  }

  @Test
  void aSetOverridesTheFile() {
    LoadedRecipe loaded =
        load(SMALL, "prune.keep_fraction=0.6", "prune.keep=easy", "cluster.k=auto", "seed=7");
    assertEquals(new BigDecimal("0.6"), loaded.recipe().prune().keepFraction());
    assertEquals(Keep.EASY, loaded.recipe().prune().keep());
    assertEquals(7, loaded.recipe().seed());
    assertEquals("--set", loaded.origins().get("prune.keep"));
  }

  @Test
  void anUnknownSetIsAFault() {
    assertEquals(
        "the recipe has 1 fault\n"
            + "  --set: prune.keep_fracton is an unknown key; did you mean keep_fraction?",
        faults(SMALL + "prune: {keep_fraction: 1}\n", "prune.keep_fracton=0.6"));
  }

  @Test
  void environmentVariablesAreSubstituted() {
    LoadedRecipe loaded = load(SMALL.replace("/data/photos", "\"${env:DATA}/photos\""));
    assertEquals(List.of("/data/env/photos"), loaded.recipe().input().path());
    assertEquals(
        "the recipe has 1 fault\n"
            + "  my.yaml:3:12: warehouse names the environment variable NOWHERE, which is not set;"
            + " set it before the command, as in NOWHERE=... winnow",
        faults(SMALL.replace("tables", "\"${env:NOWHERE}\"")));
  }

  @Test
  void aDoubledKeyIsAFault() {
    assertEquals(
        "the recipe has 1 fault\n  my.yaml:5:1: name must be given once, but it is repeated here",
        faults(SMALL + "name: other\n"));
  }

  @Test
  void anEncoderMustFitTheModality() {
    assertEquals(
        "the recipe has 1 fault\n"
            + "  my.yaml:5:9: embed.encoder tfidf-svd needs input.modality text, got image",
        faults(SMALL + "embed: {encoder: tfidf-svd}\n"));
  }

  @Test
  void parametersOfATransformerAreFreeAndKeepTheirKinds() {
    LoadedRecipe loaded =
        load(
            SMALL
                + """
                embed:
                  encoder: spark-ml
                  class: a.B
                  params: {n: 4, deep: true, rate: 0.5, url: "${env:DATA}/m", list: [1, x], map: {a: b}}
                """,
            "embed.params.n=5",
            "embed.params.more=no such");
    assertEquals("a.B", loaded.recipe().embed().get(0).className());
    Map<String, Object> params = loaded.recipe().embed().get(0).params();
    assertEquals(
        "{deep=true, list=[1, x], map={a=b}, more=no such, n=5, rate=0.5, url=${env:DATA}/m}",
        params.toString());
    assertEquals("/data/env/m", EnvironmentText.resolved(params).get("url"));
    assertEquals(true, params.get("deep"));
    assertEquals(5, ((Number) params.get("n")).intValue());
  }

  @Test
  void aTransformerIsNamedOnceAndItsKeysBelongToIt() {
    assertEquals(
        "the recipe has 1 fault\n"
            + "  my.yaml:5:1: embed.class is missing: spark-ml needs the class name of a"
            + " transformer, or a saved transformer in embed.model",
        faults(SMALL + "embed: {encoder: spark-ml}\n"));
    assertEquals(
        "the recipe has 1 fault\n"
            + "  my.yaml:5:29: embed.class must be absent beside embed.model, which names the class"
            + " itself",
        faults(SMALL + "embed: {encoder: spark-ml,  class: a.B, model: /m}\n"));
    assertEquals(
        "the recipe has 1 fault\n"
            + "  my.yaml:5:9: embed.params must be absent for encoder patch-kmeans; it applies to"
            + " spark-ml",
        faults(SMALL + "embed: {params: {a: 1}}\n"));
  }

  @Test
  void balanceByLabelNeedsALabelColumn() {
    assertEquals(
        "the recipe has 1 fault\n"
            + "  my.yaml:5:29: prune.balance.by label needs input.label, the column of labels; or"
            + " balance by cluster",
        faults(
            SMALL.replace("images, path: /data/photos", "jsonl, path: /data/docs.jsonl")
                + "prune: {keep_fraction: 0.5, balance: {floor: 0.5}}\n"));
  }

  @Test
  void aFloorOfMoreThanSixDecimalsIsAFault() {
    assertEquals(
        "the recipe has 1 fault\n"
            + "  my.yaml:5:39: prune.balance.floor must have at most six decimals, got 0.1234567",
        faults(SMALL + "prune: {keep_fraction: 0.5, balance: {floor: 0.1234567}}\n"));
  }

  @Test
  void tablesInsideTheInputAreRefused() {
    String message = faults(SMALL.replace("warehouse: tables", "warehouse: /data/photos/out"));
    assertEquals(
        "the recipe has 1 fault\n"
            + "  my.yaml:4:25: input.path must be separate from the folder of the tables, but one"
            + " of /data/photos and /data/photos/out/small contains the other; choose another"
            + " warehouse",
        message);
  }

  @Test
  void aFileMayHoldSeveralRecipes() {
    List<LoadedRecipe> recipes =
        new RecipeLoader(name -> null)
            .load("two.yaml", SMALL + "---\n" + SMALL.replace("small", "second"), List.of());
    assertEquals(List.of("small", "second"), recipes.stream().map(r -> r.recipe().name()).toList());
  }

  @Test
  void theHashLeavesOutWarehouseReleaseAndTheDeviceOfClusters() {
    String hash = load(SMALL).hash();
    assertEquals(hash, load(SMALL, "warehouse=/elsewhere", "publish.release=v1").hash());
    assertEquals(hash, load(SMALL, "cluster.device=gpu").hash());
    assertNotEquals(hash, load(SMALL, "seed=43").hash());
  }

  @Test
  void anEngineThatCannotRunTheModelsFileIsAFault() {
    String embed = "embed: {encoder: djl, model: /m/net%s, engine: %s}\n";
    assertEquals(
        """
        the recipe has 1 fault
          my.yaml:5:43: embed.engine must be auto or the engine of the model's file, got pytorch for /m/net.onnx\
        """,
        faults(SMALL + embed.formatted(".onnx", "pytorch")));
    faults(SMALL + embed.formatted(".pt", "onnxruntime"));
    assertEquals(
        ModelEngine.PYTORCH,
        load(SMALL + embed.formatted(".pt", "pytorch")).recipe().embed().get(0).engine());
    assertEquals(ModelEngine.AUTO, load(SMALL).recipe().embed().get(0).engine());
  }

  @Test
  void brokenYamlIsReportedWithItsPlace() {
    String message = faults("apiVersion: [winnow/v1\nname: x");
    assertEquals("the recipe has 1 fault", message.lines().findFirst().orElse(""));
  }

  @Test
  void theShippedSchemaIsTheSchemaOfTheRecords() throws Exception {
    Path shipped =
        Path.of(System.getProperty("winnow.root", "..")).resolve("docs/recipe.schema.json");
    assertEquals(Files.readString(shipped), RecipeSchema.json());
  }
}
