package dev.winnow.transforms.embed.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.embed.Encoding;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.Tokenizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs Spark ML transformers by name, with parameters from plain values. */
@Tag("line")
class MlEncodingTest {

  private static final String SETTERS = SetterEmbedder.class.getName();
  private static final String PARAMS = ParamsEmbedder.class.getName();

  @TempDir private static Path folder;

  private static MlEncoding encoding(String className, String content, Map<String, Object> params) {
    return new MlEncoding(MlTransformers.create(className), className, params, content);
  }

  /** Returns the results by key. Every text is also its key, and H and the text are its hash. */
  private static Map<String, Row> run(MlEncoding encoding, String... contents) {
    List<Row> rows =
        Arrays.stream(contents)
            .map(
                text ->
                    RowFactory.create(
                        text, "H" + text, text, text.getBytes(StandardCharsets.UTF_8), null))
            .toList();
    Map<String, Row> results = new HashMap<>();
    Dataset<Row> encoded = encoding.apply(LocalSpark.rows(Encoding.INPUT, 2, rows));
    assertEquals(Encoding.SCHEMA, encoded.schema());
    for (Row row : Encoding.ofLength(encoded, 3).collectAsList()) {
      assertEquals("H" + row.getString(0), row.getString(1));
      results.put(row.getString(0), row);
    }
    return results;
  }

  private static float[] vector(Row row) {
    List<Float> values = row.getList(2);
    float[] vector = new float[values.size()];
    for (int j = 0; j < vector.length; j++) {
      vector[j] = values.get(j);
    }
    return vector;
  }

  private static String message(String className, String name, Object value) {
    return assertThrows(
            InvalidTransformer.class, () -> encoding(className, "text", Map.of(name, value)))
        .getMessage();
  }

  @Test
  void aTransformerWithSettersEmbedsTextsAndBadVectorsAreRefusedWithACode() {
    Map<String, Row> results =
        run(
            encoding(SETTERS, "text", Map.of("batchSize", 4, "modelUrl", "/m")),
            "rain",
            "none",
            "zero",
            "nan",
            "short");
    assertEquals(5, results.size());
    assertArrayEquals(new float[] {4 / 6f, 4 / 6f, 2 / 6f}, vector(results.get("rain")), 1e-7f);
    assertEquals(6f, results.get("rain").getFloat(3));
    assertEquals("no_vector", results.get("none").getString(4));
    assertEquals("zero_vector", results.get("zero").getString(4));
    assertEquals("non_finite_vector", results.get("nan").getString(4));
    assertEquals("wrong_dimension", results.get("short").getString(4));
    assertEquals(
        "embedding must have 3 floats like most rows, got 2", results.get("short").getString(5));
    assertTrue(results.get("short").isNullAt(2));
  }

  @Test
  void aTransformerWithParamsEmbedsBytesIntoVectors() {
    Map<String, Row> results =
        run(
            encoding(
                PARAMS,
                "content",
                Map.of("weights", List.of(0, 3, 4L), "inputCol", "b", "outputCol", "v")),
            "ab");
    assertArrayEquals(new float[] {0, 0.6f, 0.8f}, vector(results.get("ab")), 1e-7f);
    assertEquals(10f, results.get("ab").getFloat(3));
  }

  @Test
  void valuesAreConvertedToTheTypeOfTheSetter() {
    SetterEmbedder transformer = (SetterEmbedder) MlTransformers.create(SETTERS);
    Map<String, Object> values =
        Map.of(
            "engine",
            2.5,
            "batchSize",
            "16",
            "outputClass",
            "java.lang.String",
            "arguments",
            Map.of("a", "b"),
            "names",
            List.of("x", "y"));
    values.forEach((name, value) -> MlTransformers.set(transformer, name, value));
    assertEquals("2.5  16 class java.lang.String {a=b} List(x, y)", transformer.settings());
  }

  @Test
  void valuesAreConvertedToTheTypeOfTheParam() {
    ParamsEmbedder transformer = (ParamsEmbedder) MlTransformers.create(PARAMS);
    MlTransformers.set(transformer, "weights", List.of(1, new BigDecimal("0.5")));
    MlTransformers.set(transformer, "words", List.of("a", 1));
    MlTransformers.set(transformer, "deep", true);
    MlTransformers.set(transformer, "depth", 3L);
    MlTransformers.set(transformer, "extra", Map.of("n", 7L));
    assertArrayEquals(new double[] {1, 0.5}, transformer.getOrDefault(transformer.weights()));
    assertArrayEquals(new String[] {"a", "1"}, transformer.getOrDefault(transformer.words()));
    assertEquals(true, transformer.getOrDefault(transformer.deep()));
    assertEquals(3, transformer.getOrDefault(transformer.depth()));
    assertEquals(Map.of("n", 7), transformer.getOrDefault(transformer.extra()));
  }

  @Test
  void anUnknownParameterIsRefusedWithItsValueAndTheKnownOnes() {
    assertEquals(
        "embed.params.batchSzie is not a parameter of "
            + SETTERS
            + ", got 3; its parameters are arguments, batchSize, engine, inputCol, modelUrl, names,"
            + " outputClass, outputCol",
        message(SETTERS, "batchSzie", 3));
    assertTrue(
        message(PARAMS, "x", 1)
            .endsWith(
                "its parameters are deep, depth, extra, inputCol, outputCol, weights, words"));
  }

  @Test
  void aValueThatDoesNotFitIsRefused() {
    String setters = " must be a value that " + SETTERS + " takes, got ";
    assertEquals(
        "embed.params.batchSize" + setters + "many: many is not of type int",
        message(SETTERS, "batchSize", "many"));
    assertEquals(
        "embed.params.batchSize" + setters + "1.5: 1.5 is not of type int",
        message(SETTERS, "batchSize", 1.5));
    assertEquals(
        "embed.params.batchSize" + setters + "0: batchSize must be at least 1",
        message(SETTERS, "batchSize", 0));
    assertTrue(message(PARAMS, "depth", 0).contains("got 0: "), message(PARAMS, "depth", 0));
    assertTrue(message(PARAMS, "deep", "yes").endsWith("yes is not of type boolean"));
  }

  @Test
  void aClassThatIsAbsentOrNoTransformerIsRefused() {
    assertEquals(
        "embed.class must be on the class path, got no.Such; give its jar with --jars",
        assertThrows(InvalidTransformer.class, () -> MlTransformers.create("no.Such"))
            .getMessage());
    assertEquals(
        "embed.class must be an org.apache.spark.ml.Transformer, got java.lang.String",
        assertThrows(InvalidTransformer.class, () -> MlTransformers.create("java.lang.String"))
            .getMessage());
  }

  @Test
  void anOutputThatIsNoVectorIsRefused() {
    MlEncoding tokens = encoding(Tokenizer.class.getName(), "text", Map.of());
    assertEquals(
        "the transformer org.apache.spark.ml.feature.Tokenizer must produce array<float>,"
            + " array<double> or a vector, column embedding is array<string>",
        assertThrows(InvalidTransformer.class, () -> run(tokens, "a")).getMessage());
  }

  @Test
  void theNameDependsOnTheSettingsButNotOnTheirOrder() {
    String name = encoding(SETTERS, "text", Map.of("batchSize", 4)).name();
    assertTrue(name.matches("spark-ml-SetterEmbedder-[0-9a-f]{12}"), name);
    assertEquals(name, encoding(SETTERS, "text", Map.of("batchSize", 4)).name());
    assertNotEquals(name, encoding(SETTERS, "text", Map.of("batchSize", 5)).name());
  }

  @Test
  void aSavedPipelineAndASavedStageAreLoaded() throws Exception {
    Tokenizer tokenizer = new Tokenizer().setInputCol("doc").setOutputCol("words");
    HashingTF counts =
        new HashingTF().setInputCol("words").setOutputCol("counts").setNumFeatures(3);
    Dataset<Row> docs =
        LocalSpark.rows(
            new StructType().add("doc", DataTypes.StringType), 1, List.of(RowFactory.create("a")));
    String pipeline = folder.resolve("pipeline").toString();
    new Pipeline().setStages(new PipelineStage[] {tokenizer, counts}).fit(docs).save(pipeline);
    Transformer loaded = MlTransformers.load(LocalSpark.session(), pipeline);
    MlEncoding encoding =
        new MlEncoding(loaded, "hash", Map.of("inputCol", "doc", "outputCol", "counts"), "text");
    assertTrue(encoding.name().startsWith("spark-ml-PipelineModel-"), encoding.name());
    Map<String, Row> results = run(encoding, "rain rain", "");
    assertEquals(2f, results.get("rain rain").getFloat(3));

    String stage = folder.resolve("stage").toString();
    counts.save(stage);
    assertEquals(
        3, ((HashingTF) MlTransformers.load(LocalSpark.session(), stage)).getNumFeatures());
    String unfitted = folder.resolve("unfitted").toString();
    new Pipeline().setStages(new PipelineStage[] {tokenizer}).save(unfitted);
    assertEquals(
        "embed.model must be a saved transformer or fitted pipeline, "
            + unfitted
            + " holds a org.apache.spark.ml.Pipeline",
        assertThrows(
                InvalidTransformer.class, () -> MlTransformers.load(LocalSpark.session(), unfitted))
            .getMessage());
    String none = folder.resolve("none").toString();
    String message =
        assertThrows(
                InvalidTransformer.class, () -> MlTransformers.load(LocalSpark.session(), none))
            .getMessage();
    assertTrue(message.startsWith("embed.model must be the folder of a saved Spark ML"), message);
    assertFalse(message.contains("\n"), message);
  }
}
