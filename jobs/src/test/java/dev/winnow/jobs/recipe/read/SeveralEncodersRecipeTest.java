package dev.winnow.jobs.recipe.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists of encoders, and image-text pairs, in recipes. */
class SeveralEncodersRecipeTest {

  private static final String TEXTS =
      """
      apiVersion: winnow/v1
      name: small
      warehouse: tables
      input: {format: jsonl, path: /data/docs.jsonl}
      """;

  private static final String PAIRS =
      """
      apiVersion: winnow/v1
      name: small
      warehouse: tables
      input: {format: parquet, path: /data/pairs, modality: pair, content: picture, text: caption}
      """;

  private static final String LIST = "embed: [{dim: 8}, {dim: 16}]\n";

  private static LoadedRecipe load(String yaml, String... sets) {
    return new RecipeLoader(name -> null).load("my.yaml", yaml, List.of(sets)).get(0);
  }

  private static String faults(String yaml, String... sets) {
    String message = assertThrows(RecipeFaults.class, () -> load(yaml, sets)).getMessage();
    return message.substring(message.indexOf('\n') + 3);
  }

  private static List<String> names(LoadedRecipe loaded) {
    return loaded.recipe().embed().stream().map(Embed::name).toList();
  }

  @Test
  void oneMappingHasTheValuesOfOneEncoderAndNoOthers() throws Exception {
    LoadedRecipe one = load(TEXTS + "embed: {encoder: tfidf-svd, dim: 8}\n");
    assertEquals(1, one.recipe().embed().size());
    assertNull(one.recipe().embed().get(0).name());
    ObjectMapper json = new ObjectMapper();
    assertEquals(
        json.readTree(
            """
            {"encoder": "tfidf-svd", "dim": 8, "device": "auto", "engine": "auto", "batch": 64}
            """),
        json.readTree(one.values().get("embed").toString()));
    assertFalse(one.values().get("cluster").has("by"));
  }

  @Test
  void eachEncoderOfAListHasDefaultsAndAName() {
    LoadedRecipe loaded =
        load(
            TEXTS
                + "embed: [{dim: 8}, {name: tfidf_svd_2}, {dim: 16}]\nprune: {keep_fraction: 1}\n");
    assertEquals(List.of("tfidf_svd", "tfidf_svd_2", "tfidf_svd_3"), names(loaded));
    assertEquals(256, loaded.recipe().embed().get(1).dim());
    assertEquals(EncoderKind.TFIDF_SVD, loaded.recipe().embed().get(2).encoder());
    assertEquals("my.yaml:5", loaded.origins().get("embed[0].dim"));
    assertEquals("default", loaded.origins().get("embed[1].dim"));
    assertEquals("default", loaded.origins().get("embed[0].name"));
    assertEquals(Metric.RANK_AVERAGE, loaded.recipe().prune().metric());
    assertEquals("default for several encoders", loaded.origins().get("prune.metric"));
    assertEquals(0, loaded.recipe().clusteredBy());
  }

  @Test
  void clustersMayBeThoseOfAnotherEncoder() {
    assertEquals(1, load(TEXTS + LIST, "cluster.by=tfidf_svd_2").recipe().clusteredBy());
    assertEquals(
        "my.yaml:6:12: cluster.by must be one of tfidf_svd, tfidf_svd_2, got tfidf_svd_3; did you"
            + " mean tfidf_svd?",
        faults(TEXTS + LIST + "cluster: { by: tfidf_svd_3}\n"));
    assertEquals(
        "my.yaml:5:12: cluster.by must be absent, because embed has one encoder without a name",
        faults(TEXTS + "cluster: { by: tfidf_svd}\n"));
  }

  @Test
  void aSetNamesTheEncoder() {
    LoadedRecipe loaded = load(TEXTS + LIST, "embed[1].dim=32");
    assertEquals(8, loaded.recipe().embed().get(0).dim());
    assertEquals(32, loaded.recipe().embed().get(1).dim());
    assertEquals("--set", loaded.origins().get("embed[1].dim"));
    assertNotEquals(load(TEXTS + LIST).hash(), loaded.hash());
    assertEquals(
        "--set: embed.dim must name one of 2 sections, such as embed[0].dim",
        faults(TEXTS + LIST, "embed.dim=9"));
    assertEquals(
        "--set: embed[2].dim must name one of 2 sections, such as embed[0].dim",
        faults(TEXTS + LIST, "embed[2].dim=9"));
    assertEquals(
        "--set: embed[0].dim must have no index, because embed is not a list of sections",
        faults(TEXTS + "embed: {dim: 8}\n", "embed[0].dim=9"));
  }

  @Test
  void faultsOfAListNameTheEncoderLineAndColumn() {
    assertEquals(
        """
        my.yaml:6:5: embed[0].dims is an unknown key; did you mean dim?
          my.yaml:7:14: embed[1].encoder must be one of djl, patch-kmeans, tfidf-svd, column, spark-ml, or a name that winnow models lists, got tfidf-svt; did you mean tfidf-svd?
          my.yaml:8:11: embed[2].name must match [a-z][a-z0-9_]{0,39}, got Big-One
          my.yaml:9:5: embed[3] must be a section of keys, got a value\
        """,
        faults(
            TEXTS
                + """
                embed:
                  - dims: 8
                  - encoder: tfidf-svt
                  - name: Big-One
                  - tfidf-svd
                """));
    assertEquals(
        "my.yaml:5:8: embed must hold at least one section, got none",
        faults(TEXTS + "embed: []\n"));
    assertEquals(
        """
        my.yaml:5:22: embed[1].model is missing: djl needs the path of an ONNX or TorchScript model
          my.yaml:5:50: embed[2].encoder patch-kmeans needs input.modality image, got text\
        """,
        faults(
            TEXTS + "embed: [{name: one}, {encoder: djl}, {name: two, encoder: patch-kmeans}]\n"));
  }

  @Test
  void namesAreDistinct() {
    assertEquals(
        "my.yaml:5:30: embed[1].name must differ from that of embed[0], got a",
        faults(TEXTS + "embed: [{name: a}, {dim: 16, name: a}]\n"));
  }

  @Test
  void theMetricOfSeveralEncodersIsTheRankAverage() {
    assertEquals(
        "my.yaml:6:9: prune.metric must not be prototype with several encoders, each of which has"
            + " its own prototype score; use rank-average, or list one encoder",
        faults(TEXTS + LIST + "prune: {metric: prototype, keep_fraction: 0.5}\n"));
    assertEquals(
        "my.yaml:5:9: prune.metric rank-average needs several metrics in score.metrics, such as"
            + " [prototype, density], or several encoders in embed",
        faults(TEXTS + "prune: {metric: rank-average, keep_fraction: 0.5}\n"));
    assertEquals(
        "my.yaml:5:9: score.metrics must not hold rank-average, which averages other metrics;"
            + " set prune.metric: rank-average",
        faults(TEXTS + "score: {metrics: [rank-average]}\n"));
  }

  @Test
  void anEncoderOfPairsTakesOneSide() {
    LoadedRecipe loaded = load(PAIRS + "embed: [{of: image}, {of: text}, {of: text, dim: 3}]\n");
    assertEquals(List.of("image", "text", "text_2"), names(loaded));
    assertEquals(EncoderKind.PATCH_KMEANS, loaded.recipe().embed().get(0).encoder());
    assertEquals(EncoderKind.TFIDF_SVD, loaded.recipe().embed().get(1).encoder());
    assertEquals("default for side text", loaded.origins().get("embed[1].encoder"));
    assertEquals("caption", loaded.recipe().input().text());
    assertEquals(
        "my.yaml:5:22: embed[1].of is missing: give image or text, the side of the pair to embed",
        faults(PAIRS + "embed: [{of: image}, {dim: 4}]\n"));
    assertEquals(
        "my.yaml:5:33: embed[1].encoder tfidf-svd needs embed[1].of text, got image",
        faults(PAIRS + "embed: [{of: text}, {of: image, encoder: tfidf-svd}]\n"));
    assertEquals(
        "my.yaml:1:1: embed.of is missing: give image or text, the side of the pair to embed",
        faults(PAIRS));
    assertEquals(
        "my.yaml:5:9: embed.of must be absent for modality text; it applies to pair",
        faults(TEXTS + "embed: {of: text}\n"));
  }

  @Test
  void pairsNeedAFormatThatHasThemAndAColumnOfTexts() {
    assertEquals(
        "my.yaml:4:48: input.modality must be text or embedding for format jsonl, got pair",
        faults(
            TEXTS.replace("docs.jsonl}", "docs.jsonl, modality: pair}") + "embed: {of: text}\n"));
    assertEquals(
        "my.yaml:4:48: input.text must be absent for modality text; it applies to pair, and"
            + " input.content names the column of texts",
        faults(TEXTS.replace("docs.jsonl}", "docs.jsonl, text: body}")));
    assertEquals(
        "my.yaml:4:79: input.text must name another column than input.content, got picture",
        faults(PAIRS.replace("caption", "picture") + "embed: {of: text}\n"));
  }

  @Test
  void readyEmbeddingsHaveOneEncoder() {
    assertEquals(
        "my.yaml:5:1: embed must hold one encoder for input.modality embedding, which has one"
            + " column",
        faults(
            TEXTS.replace("docs.jsonl}", "docs.jsonl, modality: embedding}")
                + "embed: [{}, {}]\n"));
  }
}
