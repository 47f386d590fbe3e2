package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders in the layout of sentence-transformers, around a table of token vectors. */
class SentenceTransformersTest {

  private static final float[] RAIN = TinyModels.tableRow("rain");
  private static final float[] SOUP = TinyModels.tableRow("soup");
  private static final float[] STORM = TinyModels.tableRow("storm");

  @TempDir private Path folder;

  @BeforeEach
  void model() throws IOException {
    TinyModels.texts(folder);
  }

  private void write(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** Writes modules.json with these modules after the transformer, each in its folder. */
  private void modules(String... names) throws IOException {
    StringBuilder list =
        new StringBuilder(
            "[{\"path\": \"\", \"type\": \"sentence_transformers.models.Transformer\"}");
    for (int i = 0; i < names.length; i++) {
      list.append(
          ", {\"path\": \"%d_%s\", \"type\": \"sentence_transformers.models.%s\"}"
              .formatted(i + 1, names[i], names[i]));
    }
    write("modules.json", list + "]");
  }

  private static DjlOptions options(Path model, String pooling, String prefix, String prompt) {
    return new DjlOptions(
        model.toString(),
        null,
        null,
        pooling,
        prefix,
        prompt,
        null,
        "cpu",
        "auto",
        4,
        1,
        Map.of(),
        Map.of());
  }

  private DjlOptions options() {
    return options(folder, null, null, null);
  }

  private static float[] encode(DjlOptions options, String text) {
    try (DjlEncoder encoder = DjlEncoder.load(options)) {
      return encoder.encode(List.of(EncoderInput.of(text)))[0];
    }
  }

  private static List<String> settings(DjlOptions options) {
    try (DjlEncoder encoder = DjlEncoder.load(options)) {
      return encoder.settings();
    }
  }

  private static String refusal(DjlOptions options) {
    return assertThrows(ModelUnsupported.class, () -> DjlEncoder.load(options)).getMessage();
  }

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

  private void dense(String activation, String type, ByteBuffer data) throws IOException {
    modules("Pooling", "Dense");
    write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
    write(
        "2_Dense/config.json",
        "{\"in_features\": 8, \"out_features\": 1, \"bias\": true, \"activation_function\":"
            + " \"torch.nn.modules.%s\"}".formatted(activation));
    int weights = 8 * data.limit() / 9;
    byte[] header =
        ("{\"linear.weight\": {\"dtype\": \"%s\", \"shape\": [1, 8], \"data_offsets\": [0, %d]},"
                + " \"linear.bias\": {\"dtype\": \"%s\", \"shape\": [1], \"data_offsets\": [%d,"
                + " %d]}}")
            .formatted(type, weights, type, weights, data.limit())
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length + data.limit()).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header).put(data);
    Files.write(folder.resolve("2_Dense/model.safetensors"), file.array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void aDenseLayerIsAppliedWithItsBiasAndItsActivation() throws Exception {
    ByteBuffer floats = little(36);
    double expected = 0.25;
    for (int j = 0; j < 8; j++) {
      floats.putFloat(j - 3);
      expected += (j - 3) * RAIN[j];
    }
    floats.putFloat(0.25f);
    dense("linear.Identity", "F32", floats.flip());
    assertArrayEquals(new float[] {(float) expected}, encode(options(), "rain soup"), 1e-6f);
    dense("activation.Tanh", "F32", floats.rewind());
    assertArrayEquals(
        new float[] {(float) StrictMath.tanh(expected)}, encode(options(), "rain soup"), 1e-6f);
    assertEquals("dense 8 to 1, Tanh (2_Dense/model.safetensors)", settings(options()).get(1));
    dense("activation.Mish", "F32", floats.rewind());
    assertEquals(
        "2_Dense/config.json of the model asks for the activation torch.nn.modules.activation.Mish,"
            + " which Winnow does not have; it has Identity, Tanh, ReLU and Sigmoid",
        refusal(options()));
  }

  /** The numbers -3 to 4 and 0.25 are exact in every type. */
  @ParameterizedTest
  @CsvSource({
    "F16, 0xc200 0xc000 0xbc00 0 0x3c00 0x4000 0x4200 0x4400 0x3400",
    "BF16, 0xc040 0xc000 0xbf80 0 0x3f80 0x4000 0x4040 0x4080 0x3e80"
  })
  void aDenseLayerOfHalvesIsReadToo(String type, String numbers) throws Exception {
    ByteBuffer halves = little(18);
    for (String number : numbers.split(" ")) {
      halves.putShort(Integer.decode(number).shortValue());
    }
    dense("linear.Identity", type, halves.flip());
    double expected = 0.25;
    for (int j = 0; j < 8; j++) {
      expected += (j - 3) * RAIN[j];
    }
    assertArrayEquals(new float[] {(float) expected}, encode(options(), "rain soup"), 1e-6f);
  }

  @Test
  void aDenseLayerWithoutSafetensorsIsRefusedWithTheFile() throws Exception {
    dense("linear.Identity", "F32", little(36));
    Files.move(
        folder.resolve("2_Dense/model.safetensors"), folder.resolve("2_Dense/pytorch_model.bin"));
    assertEquals(
        "2_Dense/model.safetensors of the model must hold the weights of its module Dense, it is"
            + " absent (pytorch_model.bin is not read, because loading it can run code); save the"
            + " model again with safetensors, or set embed.output to an output that is pooled"
            + " already",
        refusal(options()));
    Files.write(folder.resolve("2_Dense/model.safetensors"), new byte[] {1, 0, 0});
    assertEquals(
        "2_Dense/model.safetensors of the model must be a whole safetensors file, it is cut short"
            + " or of another format; save it again",
        refusal(options()));
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
}
