package dev.winnow.jobs.recipe.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.variable.EnvironmentText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Values that YAML may read in another way than their author. */
class RecipeValuesTest {

  private static final String TEXTS =
      """
      apiVersion: winnow/v1
      name: small
      warehouse: tables
      input: {format: jsonl, path: /data/docs.jsonl}
      """;

  private static final String TRANSFORMER = "embed: {encoder: spark-ml, class: a.B, params: %s}\n";

  private static LoadedRecipe load(Map<String, String> environment, String yaml, String... sets) {
    return new RecipeLoader(environment::get).load("my.yaml", yaml, List.of(sets)).get(0);
  }

  private static LoadedRecipe load(String yaml, String... sets) {
    return load(Map.of(), yaml, sets);
  }

  private static String faults(Map<String, String> environment, String yaml, String... sets) {
    RecipeFaults e = assertThrows(RecipeFaults.class, () -> load(environment, yaml, sets));
    return e.faults().stream().map(Fault::toString).collect(Collectors.joining("\n"));
  }

  private static String faults(String yaml, String... sets) {
    return faults(Map.of(), yaml, sets);
  }

  @Test
  void aTextIsTakenAsItIsWritten() {
    String yaml = TEXTS.replace("docs.jsonl}", "docs.jsonl, label: no, id: 1.0, content: 0x1F}");
    LoadedRecipe loaded = load(yaml);
    assertEquals("no", loaded.recipe().input().label());
    assertEquals("1.0", loaded.recipe().input().id());
    assertEquals("0x1F", loaded.recipe().input().content());
    Map<String, Object> params =
        load(TEXTS + TRANSFORMER.formatted("{a: no, b: off, c: TRUE, d: .nan, e: 1_000, f: '017'}"))
            .recipe()
            .embed()
            .get(0)
            .params();
    assertEquals("{a=no, b=off, c=true, d=.nan, e=1000, f=017}", params.toString());
    assertEquals(true, params.get("c"));
  }

  @Test
  void onlyTrueAndFalseAreTruthValues() {
    assertEquals(
        "my.yaml:5:16: dedup.exact must be true or false, got yes",
        faults(TEXTS + "dedup: {exact: yes}\n"));
  }

  @Test
  void numbersAreDecimalAndFinite() {
    for (String word : List.of(".nan", "NaN", ".inf", "0x10", "0o17", "1:30", "ten", "\u0663")) {
      assertEquals(
          "my.yaml:5:14: cluster.k must be a whole number, got " + word,
          faults(TEXTS + "cluster: {k: " + word + "}\n"));
    }
    assertEquals(
        "my.yaml:5:14: cluster.k must not begin with 0, which means octal in YAML; write 10, or a"
            + " text in quotes, got 010",
        faults(TEXTS + "cluster: {k: 010}\n"));
    assertEquals(
        "my.yaml:5:14: cluster.k must fit into a double, got 1e999999999",
        faults(TEXTS + "cluster: {k: 1e999999999}\n"));
    assertEquals(
        "my.yaml:5:28: prune.band must fit into a double, got 1e-999999999",
        faults(TEXTS + "prune: {keep: band, band: [1e-999999999, 1]}\n"));
    assertTrue(
        faults(TEXTS + "cluster: {k: " + "1".repeat(900_000) + "}\n")
            .startsWith("my.yaml:5:14: cluster.k must be a whole number, got 1111"));
    assertEquals(
        "my.yaml:5:54: embed.params.zip must not begin with 0, which means octal in YAML; write"
            + " 1234, or a text in quotes, got 01234",
        faults(TEXTS + TRANSFORMER.formatted("{zip: 01234}")));
  }

  @Test
  void aValueOfAnotherShapeIsNamed() {
    assertEquals(
        "my.yaml:5:14: cluster.k must be a whole number, got a list\n"
            + "my.yaml:6:8: score must be a section of keys, got a value\n"
            + "my.yaml:7:15: prune.keep must be one word, got a section",
        faults(
            TEXTS
                + "cluster: {k: [1, 2]}\n"
                + "score: density\n"
                + "prune: {keep: {hard: 1}, keep_fraction: 1}\n"));
  }

  @Test
  void anEmptyValueIsAbsentButAnEmptySectionIsAFault() {
    assertNull(
        load(TEXTS.replace("docs.jsonl}", "docs.jsonl, label: ~}")).recipe().input().label());
    assertEquals(
        "my.yaml:5:1: dedup must have a value, got none; write dedup: {} for the defaults of the"
            + " section, or remove the key",
        faults(TEXTS + "dedup:\n"));
    assertEquals(
        "my.yaml:4:49: input.path must hold no empty value; remove it, or put it in quotes",
        faults(TEXTS.replace("/data/docs.jsonl", "[/data/docs.jsonl, ~]")));
  }

  @Test
  void aSetOfNullTakesTheValueOfTheFileAway() {
    LoadedRecipe loaded = load(TEXTS + "dedup: {}\ncluster: {k: 7}\n", "dedup=null", "cluster.k=~");
    assertNull(loaded.recipe().dedup());
    assertNull(loaded.recipe().cluster().k());
    assertEquals("default", loaded.origins().get("cluster.k"));
  }

  @Test
  void aSetThatIsNoYamlIsAFaultOfItsKey() {
    assertEquals(
        "--set: score.metrics can't be read: the file must be YAML: a list in [] lacks a comma or"
            + " its closing bracket",
        faults(TEXTS, "score.metrics=[density"));
  }

  @Test
  void aKeyOfAnotherSectionIsPointedOut() {
    assertEquals(
        "my.yaml:5:1: keep_fraction is an unknown key; did you mean prune.keep_fraction?",
        faults(TEXTS + "keep_fraction: 0.5\n"));
  }

  @Test
  void aLeadingTildeIsTheHomeFolderInEveryPath() {
    String home = System.getProperty("user.home");
    LoadedRecipe loaded =
        load(
            TEXTS.replace("tables", "~/tables").replace("/data/docs", "~/docs")
                + "dedup: {exclude: {path: ~/held.npy}}\n",
            "cluster.prototypes=~/p.npy",
            "embed={encoder: djl, model: ~/model}");
    assertEquals(home + "/tables", loaded.recipe().warehouse());
    assertEquals(List.of(home + "/docs.jsonl"), loaded.recipe().input().path());
    assertEquals(home + "/held.npy", loaded.recipe().dedup().exclude().path());
    assertEquals(home + "/p.npy", loaded.recipe().cluster().prototypes());
    assertEquals(home + "/model", loaded.recipe().embed().get(0).model());
    assertEquals(
        List.of("/data/~/a", "~b/c"),
        load(TEXTS, "input.path=[/data/~/a, ~b/c]").recipe().input().path());
  }

  @Test
  void aPathHoldsNoPasswordAndIsAPathOfHadoop() {
    String password =
        faults(TEXTS.replace("/data/docs.jsonl", "\"ftp://me:hunter22@host/docs.jsonl\""));
    assertTrue(password.contains("input.path must hold no password"), password);
    assertFalse(password.contains("hunter22"), password);
    assertEquals(
        "my.yaml:3:1: warehouse must be a path, or a URI such as s3a://bucket/folder, got 12:30; a"
            + " path with a colon begins with ./ or /",
        faults(TEXTS.replace("tables", "\"12:30\"")));
  }

  @Test
  void aSecretOfTheEnvironmentIsNeverWritten() {
    String yaml =
        TEXTS.replace("/data/docs.jsonl", "\"${env:DATA}/docs.jsonl\"")
            + TRANSFORMER.formatted("{key: \"${env:KEY}\", deep: {list: [\"Bearer ${env:KEY}\"]}}");
    LoadedRecipe one = load(Map.of("KEY", "hunter22", "DATA", "/data"), yaml);
    LoadedRecipe other = load(Map.of("KEY", "changed!", "DATA", "/data"), yaml);
    LoadedRecipe moved = load(Map.of("KEY", "hunter22", "DATA", "/moved"), yaml);
    assertEquals(List.of("/data/docs.jsonl"), one.recipe().input().path());
    assertEquals(
        "{deep={list=[Bearer hunter22]}, key=hunter22}",
        EnvironmentText.resolved(one.recipe().embed().get(0).params()).toString());
    for (String text :
        List.of(
            one.effective(), one.values().toString(), one.recipe().toString(), one.toString())) {
      assertFalse(text.contains("hunter22"), text);
      assertTrue(text.contains("Bearer ${env:KEY}"), text);
    }
    assertTrue(one.effective().contains("[\"${env:DATA}/docs.jsonl\"]"), one.effective());
    assertEquals(one.hash(), other.hash());
    assertEquals(one.recipe(), other.recipe());
    assertNotEquals(one.hash(), moved.hash());
    assertEquals(Map.of("DATA", "/data", "KEY", "hunter22"), one.variables());
    assertEquals(
        "${env:KEY}", StoredRecipe.bind(one.effective()).embed().get(0).params().get("key"));
  }

  @Test
  void aFaultShowsTheNameOfTheVariableAndNotItsValue() {
    assertEquals(
        "my.yaml:5:14: cluster.k must be a whole number, got ${env:KEY}",
        faults(Map.of("KEY", "hunter22"), TEXTS + "cluster: {k: \"${env:KEY}\"}\n"));
    assertEquals(
        "my.yaml:4:24: input.path must be separate from the folder of the tables, but one of"
            + " ${env:KEY}/a and ${env:KEY}/a/small contains the other; choose another warehouse",
        faults(
            Map.of("KEY", "/hunter22"),
            TEXTS
                .replace("tables", "\"${env:KEY}/a\"")
                .replace("/data/docs.jsonl", "\"${env:KEY}/a\"")));
  }

  @Test
  void aKeyThatTheRunWouldNotUseIsAFault() {
    String at = "embed.%s must be absent for encoder tfidf-svd; it applies to djl";
    for (String key : List.of("output=x", "pooling=mean", "prefix=query", "max_length=9")) {
      String name = key.substring(0, key.indexOf('='));
      assertTrue(faults(TEXTS, "embed." + key).endsWith(at.formatted(name)), key);
    }
    assertTrue(
        faults(TEXTS, "embed={encoder: djl, model: /m, preprocessing: {size: 224}}")
            .endsWith("embed.preprocessing must be absent for texts; it applies to images"));
    String images = TEXTS.replace("jsonl, path: /data/docs.jsonl", "images, path: /data/photos");
    assertTrue(
        faults(images, "embed={encoder: djl, model: /m, preprocessing: {std: [1, 0, 1]}}")
            .endsWith("embed.preprocessing.std must hold numbers above 0, got [1.0, 0.0, 1.0]"));
    assertTrue(
        faults(TEXTS, "cluster={k: 5, prototypes: /p.npy}")
            .endsWith(
                "cluster.k must be absent beside cluster.prototypes, whose number is that of"
                    + " clusters"));
    assertTrue(
        faults(TEXTS.replace("jsonl, path: /data/docs.jsonl", "sample, modality: text, label: x"))
            .endsWith("input.label must be absent for format sample, whose rows have no columns"));
  }
}
