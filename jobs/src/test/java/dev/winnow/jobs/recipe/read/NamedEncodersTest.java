package dev.winnow.jobs.recipe.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.LoadedRecipe;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The name of a known model stands for its encoder and its model. */
class NamedEncodersTest {

  private static final String TEXTS =
      """
      apiVersion: winnow/v1
      name: small
      warehouse: tables
      input: {format: jsonl, path: /data/docs.jsonl}
      embed: {encoder: tfidf-svd, dim: 16}
      """;

  private static LoadedRecipe load(String yaml, String... sets) {
    return new RecipeLoader(name -> null).load("my.yaml", yaml, List.of(sets)).get(0);
  }

  private static String fault(String yaml, String... sets) {
    return assertThrows(RecipeFaults.class, () -> load(yaml, sets)).faults().get(0).toString();
  }

  @Test
  void oneChangedWordNamesThePretrainedEncoder() {
    String yaml = TEXTS.replace("tfidf-svd", "all-minilm-l6-v2");
    for (LoadedRecipe loaded : List.of(load(yaml), load(TEXTS, "embed.encoder=all-minilm-l6-v2"))) {
      Embed embed = loaded.recipe().embed().get(0);
      assertEquals(EncoderKind.DJL, embed.encoder());
      assertEquals("all-minilm-l6-v2", embed.model());
      assertEquals("encoder all-minilm-l6-v2", loaded.origins().get("embed.model"));
    }
  }

  @Test
  void oneOfSeveralEncodersIsNamedToo() {
    String yaml =
        TEXTS.replace(
            "{encoder: tfidf-svd, dim: 16}",
            "[{name: a, encoder: tfidf-svd}, {name: b, encoder: bge-small-en}]");
    assertEquals("bge-small-en", load(yaml).recipe().embed().get(1).model());
  }

  @Test
  void anotherModelBesideTheNameIsAFault() {
    String yaml = TEXTS.replace("tfidf-svd", "all-minilm-l6-v2, model: /models/own.onnx");
    assertEquals(
        "my.yaml:5:36: embed.model must be absent beside encoder all-minilm-l6-v2, which names the"
            + " model, got /models/own.onnx; set encoder: djl to use it",
        fault(yaml));
  }

  @Test
  void aNameThatIsAlmostRightIsAnsweredWithTheRightOne() {
    String fault = fault(TEXTS.replace("tfidf-svd", "all-minilm-l6-v3"));
    assertEquals("all-minilm-l6-v2", fault.replaceAll("(?s).*did you mean ([^ ,?]+).*", "$1"));
  }

  @Test
  void aModelForTextsIsRefusedForImages() {
    assertEquals(
        "embed.model must be a model for images, got e5-small-v2, which embeds texts",
        fault(
                TEXTS
                    .replace("jsonl, path: /data/docs.jsonl", "images, path: /data")
                    .replace("tfidf-svd", "e5-small-v2"))
            .replaceAll("^\\S+ ", ""));
  }
}
