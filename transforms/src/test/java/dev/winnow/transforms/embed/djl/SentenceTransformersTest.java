package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.embed.model.DjlOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Folders in the layout of sentence-transformers, around a table of token vectors. */
class SentenceTransformersTest extends SentenceFolder {

  private static float[] combined(double ofRain, double ofSoup) {
    float[] sum = new float[TinyModels.DIM];
    for (int j = 0; j < sum.length; j++) {
      sum[j] = (float) (ofRain * RAIN[j] + ofSoup * SOUP[j]);
    }
    return sum;
  }

  private static float[] greatest() {
    float[] max = new float[TinyModels.DIM];
    for (int j = 0; j < max.length; j++) {
      max[j] = Math.max(RAIN[j], SOUP[j]);
    }
    return max;
  }

  private float[] pooled(String... flags) throws IOException {
    modules("Pooling");
    StringBuilder config = new StringBuilder("{\"word_embedding_dimension\": 8");
    for (String flag : flags) {
      config.append(", \"pooling_mode_").append(flag).append("\": true");
    }
    write("1_Pooling/config.json", config.append(", \"pooling_mode_other\": false}").toString());
    return encode(options(), "rain soup");
  }

  @Test
  void everyPoolingOfTheConfigIsApplied() throws Exception {
    assertArrayEquals(RAIN, pooled("cls_token"));
    assertArrayEquals(SOUP, pooled("lasttoken"));
    assertArrayEquals(combined(0.5, 0.5), pooled("mean_tokens"), 1e-6f);
    assertArrayEquals(greatest(), pooled("max_tokens"));
    assertArrayEquals(
        combined(1 / Math.sqrt(2), 1 / Math.sqrt(2)), pooled("mean_sqrt_len_tokens"), 1e-6f);
    assertArrayEquals(combined(1 / 3.0, 2 / 3.0), pooled("weightedmean_tokens"), 1e-6f);
  }

  @Test
  void severalPoolingsAreJoinedInTheOrderOfSentenceTransformers() throws Exception {
    float[] joined = pooled("mean_tokens", "max_tokens", "cls_token");
    assertArrayEquals(RAIN, Arrays.copyOfRange(joined, 0, 8));
    assertArrayEquals(greatest(), Arrays.copyOfRange(joined, 8, 16));
    assertArrayEquals(combined(0.5, 0.5), Arrays.copyOfRange(joined, 16, 24), 1e-6f);
    assertEquals(
        List.of(
            "pooling cls + max + mean (1_Pooling/config.json)",
            "at most 256 tokens (assumed, because no file of the model says it)"),
        settings(options()));
  }

  @Test
  void thePoolingOfTheModelIsNeverAMeanUnlessNothingNamesOneAndThenTheCardSaysSo()
      throws Exception {
    assertEquals(
        "pooling mean (assumed, because no file of the model names the pooling)",
        settings(options()).get(0));
    write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
    assertArrayEquals(RAIN, encode(options(), "rain soup"));
    assertArrayEquals(
        combined(0.5, 0.5), encode(options(folder, "mean", null, null), "rain soup"), 1e-6f);
    assertEquals("pooling mean (recipe)", settings(options(folder, "mean", null, null)).get(0));
  }

  @Test
  void aPoolingOrAModuleThatWinnowDoesNotHaveIsRefusedByName() throws Exception {
    modules("Pooling");
    write("1_Pooling/config.json", "{\"pooling_mode_attention\": true}");
    assertEquals(
        "1_Pooling/config.json of the model asks for the pooling pooling_mode_attention, which"
            + " Winnow does not have; use an output of the model that is pooled already, by"
            + " embed.output",
        refusal(options()));
    write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
    modules("Pooling", "LSTM");
    assertEquals(
        "modules.json of the model names the module sentence_transformers.models.LSTM in a place"
            + " where Winnow does not apply it; it applies Transformer, then Pooling, then Dense,"
            + " Dropout and Normalize. Export the model with all its modules, and set embed.output"
            + " to the output that is one vector per text",
        refusal(options()));
  }

  @Test
  void vectorsAreScaledToUnitLengthWhereTheModelSaysSo() throws Exception {
    modules("Pooling", "Normalize");
    write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
    double norm = 0;
    for (float x : RAIN) {
      norm += x * x;
    }
    float[] unit = RAIN.clone();
    for (int j = 0; j < unit.length; j++) {
      unit[j] /= (float) Math.sqrt(norm);
    }
    assertArrayEquals(unit, encode(options(), "rain soup"), 1e-6f);
  }

  @Test
  void theDefaultPromptIsPutBeforeEveryTextAndTheRecipeChoosesAnother() throws Exception {
    write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
    write(
        "config_sentence_transformers.json",
        "{\"prompts\": {\"query\": \"storm \", \"document\": \"soup \"},"
            + " \"default_prompt_name\": \"query\"}");
    assertArrayEquals(STORM, encode(options(), "rain"));
    assertEquals(
        "prompt query, \"storm \" (config_sentence_transformers.json)", settings(options()).get(2));
    assertArrayEquals(SOUP, encode(options(folder, null, null, "document"), "rain"));
    assertArrayEquals(RAIN, encode(options(folder, null, "", null), "rain"));
    assertEquals(
        "embed.prompt must name a prompt of the model, got passage; it has query, document",
        refusal(options(folder, null, null, "passage")));
  }

  @Test
  void thePromptIsLeftOutOfThePoolingWhereTheModelSaysSo() throws Exception {
    modules("Pooling");
    write(
        "1_Pooling/config.json", "{\"pooling_mode_mean_tokens\": true, \"include_prompt\": false}");
    assertArrayEquals(
        combined(0.5, 0.5), encode(options(folder, null, "storm ", null), "rain soup"), 1e-6f);
  }

  @Test
  void lengthAndCaseAreThoseOfTheSentenceConfig() throws Exception {
    write("1_Pooling/config.json", "{\"pooling_mode_lasttoken\": true}");
    write("sentence_bert_config.json", "{\"max_seq_length\": 2, \"do_lower_case\": true}");
    assertArrayEquals(SOUP, encode(options(), "rain SOUP storm"));
    assertEquals(
        List.of(
            "pooling lasttoken (1_Pooling/config.json)",
            "at most 2 tokens (sentence_bert_config.json)",
            "lower case (sentence_bert_config.json)"),
        settings(options()));
  }

  /** The tokenizer's own blocks would pad to four tokens and cut after one. */
  @Test
  void thePaddingAndTheTruncationOfTheTokenizerHaveNoEffectBesideASentenceConfig()
      throws Exception {
    Path tokenizer = folder.resolve("tokenizer.json");
    Files.writeString(
        tokenizer,
        Files.readString(tokenizer)
            .replace(
                "\"truncation\": null, \"padding\": null",
                "\"truncation\": {\"direction\": \"Right\", \"max_length\": 1, \"strategy\":"
                    + " \"LongestFirst\", \"stride\": 0}, \"padding\": {\"strategy\": {\"Fixed\":"
                    + " 4}, \"direction\": \"Right\", \"pad_to_multiple_of\": null, \"pad_id\": 3,"
                    + " \"pad_type_id\": 0, \"pad_token\": \"of\"}"));
    write("sentence_bert_config.json", "{\"max_seq_length\": 2}");
    assertArrayEquals(combined(0.5, 0.5), encode(options(), "rain soup storm"), 1e-6f);
  }

  @Test
  void withoutASentenceConfigTheLengthIsTheSmallerOfPositionsAndTokenizer() throws Exception {
    write("config.json", "{\"max_position_embeddings\": 4}");
    write("tokenizer_config.json", "{\"model_max_length\": 3}");
    assertEquals("at most 3 tokens (tokenizer_config.json)", settings(options()).get(1));
    write("tokenizer_config.json", "{\"model_max_length\": 9}");
    assertEquals("at most 4 tokens (config.json)", settings(options()).get(1));
  }

  @Test
  void theHubsFolderIsReadWithTheModelInItsSubfolderAndTheConfigsAboveIt() throws Exception {
    write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
    Files.createDirectory(folder.resolve("onnx"));
    Path plain = folder.resolve("onnx/model.onnx");
    Files.move(folder.resolve("model.onnx"), plain);
    Files.copy(plain, folder.resolve("onnx/model_quantized.onnx"));
    assertArrayEquals(RAIN, encode(options(), "rain soup"));
    assertEquals("onnx/model.onnx, not onnx/model_quantized.onnx", settings(options()).get(0));

    DjlOptions file = options(folder.resolve("onnx/model_quantized.onnx"), null, null, null);
    assertArrayEquals(RAIN, encode(file, "rain soup"));
    assertEquals("pooling cls (1_Pooling/config.json)", settings(file).get(0));
    Files.delete(plain);
    assertArrayEquals(RAIN, encode(options(), "rain soup"));
  }

  @Test
  void aTokenizerThatIsEmptyOrNoTokenizerIsRefusedInWordsOfOurOwn() throws Exception {
    for (String content : List.of("", "{}", "{\"model\": 3}")) {
      write("tokenizer.json", content);
      String message = refusal(options());
      assertTrue(message.startsWith("tokenizer.json of the model must "), message);
    }
  }

  @Test
  void anEmptyConfigIsNotAnAbsentOne() throws Exception {
    write("config_sentence_transformers.json", "");
    assertEquals(
        "config_sentence_transformers.json of the model must hold a JSON object or list, it is"
            + " empty; copy the file again",
        refusal(options()));
    Files.delete(folder.resolve("config_sentence_transformers.json"));
    for (String none : List.of("", "null", "[]", "{}")) {
      write("modules.json", none);
      assertEquals(
          "modules.json of a model must list its modules, that of file:"
              + folder
              + " has none; copy it again",
          refusal(options()).replace(" of /", " of file:/"));
    }
  }

  @Test
  void aTokenThatTheModelDoesNotHaveIsRefusedByTheInputsOfItsRun() throws Exception {
    Path tokenizer = folder.resolve("tokenizer.json");
    String plain = Files.readString(tokenizer);
    Files.writeString(tokenizer, plain.replaceFirst("\"the\": *[0-9]+", "\"the\": 90000"));
    String message = refusal(options());
    assertTrue(message.contains("fails on input_ids of (4, 1)"), message);
  }

  @Test
  void aLengthThatIsNoWholeNumberFromOneIsRefused() throws Exception {
    for (String length : List.of("0", "-3", "\"64\"", "1e300", "1099511627776")) {
      write("sentence_bert_config.json", "{\"max_seq_length\": " + length + "}");
      assertTrue(
          refusal(options())
              .startsWith(
                  "max_seq_length of the model's sentence_bert_config.json must be a whole number"),
          length);
    }
    write("sentence_bert_config.json", "{\"max_seq_length\": null}");
    assertEquals(
        "at most 256 tokens (assumed, because no file of the model says it)",
        settings(options()).get(1));
  }
}
