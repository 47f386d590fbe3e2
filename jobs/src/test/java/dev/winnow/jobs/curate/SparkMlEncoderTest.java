package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.embed.ml.DjlEmbedder;
import dev.winnow.transforms.embed.ml.InvalidTransformer;
import dev.winnow.transforms.embed.ml.ParamsEmbedder;
import dev.winnow.transforms.embed.ml.SetterEmbedder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.Tokenizer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose encoder is a Spark ML transformer. */
@Tag("line")
class SparkMlEncoderTest {

  private static final String RECIPE =
      """
      apiVersion: winnow/v1
      name: %s
      warehouse: %s
      input: {format: jsonl, path: %s, id: id, max_quarantine: 0.2}
      embed: %s
      cluster: {k: 3, iterations: 2}
      prune: {keep: easy, keep_fraction: 0.5}
      """;

  @TempDir private static Path folder;

  @BeforeAll
  static void writeDocs() throws IOException {
    StringBuilder lines = new StringBuilder();
    String[] words = {"rain", "storm", "soup", "the road", "bank loan", "school garden"};
    for (int i = 0; i < 40; i++) {
      lines.append(doc("d" + i, words[i % 6] + " " + words[i / 6 % 6]));
    }
    lines.append(doc("none", "none")).append(doc("zero", "zero")).append(doc("short", "short"));
    Files.writeString(folder.resolve("docs.jsonl"), lines);
  }

  private static String doc(String id, String text) {
    return "{\"id\": \"" + id + "\", \"text\": \"" + text + "\"}\n";
  }

  private static String recipe(String name, String embed) {
    return RECIPE.formatted(name, folder.resolve("tables"), folder.resolve("docs.jsonl"), embed);
  }

  private static RunReport embed(String name, String embed) {
    return WholeRuns.embed(recipe(name, embed));
  }

  private static String encoder(String name) {
    return WholeRuns.table(folder.resolve("tables").resolve(name), "embeddings")
        .select("encoder")
        .first()
        .getString(0);
  }

  @Test
  void aTransformerByNameEmbedsAndItsRefusedRowsAreQuarantined() {
    String embed = "{encoder: spark-ml, class: %s, params: {batchSize: 4, modelUrl: /m}}";
    RunReport report =
        WholeRuns.run(recipe("setters", embed.formatted(SetterEmbedder.class.getName())));
    Path tables = folder.resolve("tables/setters");
    Map<?, ?> stage = WholeRuns.stage(report, "embed");
    assertEquals(40L, WholeRuns.table(tables, "embeddings").count(), stage.toString());
    assertEquals(
        List.of("none no_vector", "short wrong_dimension", "zero zero_vector"),
        WholeRuns.table(tables, "quarantine").orderBy("id").collectAsList().stream()
            .map(row -> row.getAs("id") + " " + row.getAs("code"))
            .toList());
    assertTrue(encoder("setters").matches("spark-ml-SetterEmbedder-[0-9a-f]{12}"));
    assertEquals(43, WholeRuns.table(tables, "decisions").count());

    embed("setters", embed.replace("4", "5").formatted(SetterEmbedder.class.getName()));
    Row row = WholeRuns.table(tables, "embeddings").where("id = 'd0'").first();
    List<Float> unit = row.getList(row.fieldIndex("embedding"));
    assertEquals(5.0, unit.get(1) * (double) row.<Float>getAs("norm"), 1e-5);
  }

  @Test
  void aSavedPipelineEmbedsAndAnotherOneIsAnotherEncoder() throws Exception {
    StructType schema = new StructType().add("text", DataTypes.StringType);
    Tokenizer words = new Tokenizer().setInputCol("text").setOutputCol("words");
    HashingTF counts =
        new HashingTF().setInputCol("words").setOutputCol("embedding").setNumFeatures(8);
    Path saved = folder.resolve("pipeline");
    new Pipeline()
        .setStages(new PipelineStage[] {words, counts})
        .fit(LocalSpark.rows(schema, 1, List.of(RowFactory.create("a"))))
        .save(saved.toString());
    embed("pipeline", "{encoder: spark-ml, model: " + saved + "}");
    assertEquals(43, WholeRuns.table(folder.resolve("tables/pipeline"), "embeddings").count());
    String first = encoder("pipeline");
    assertTrue(first.startsWith("spark-ml-PipelineModel-"), first);
    new Pipeline()
        .setStages(new PipelineStage[] {words, counts.setNumFeatures(9)})
        .fit(LocalSpark.rows(schema, 1, List.of(RowFactory.create("a"))))
        .write()
        .overwrite()
        .save(saved.toString());
    embed("pipeline", "{encoder: spark-ml, model: " + saved + "}");
    assertNotEquals(first, encoder("pipeline"));
  }

  @Test
  void ourOwnStageGivesTheBitsOfEncoderDjl() throws Exception {
    Path model = TinyModels.texts(folder.resolve("texts"));
    embed("djl", "{encoder: djl, model: " + model + ", device: cpu}");
    embed(
        "stage",
        "{encoder: spark-ml, class: "
            + DjlEmbedder.class.getName()
            + ", params: {modelUrl: "
            + model
            + ", device: cpu}}");
    List<Row> expected = vectors("djl");
    List<Row> found = vectors("stage");
    assertEquals(43, found.size());
    for (int i = 0; i < found.size(); i++) {
      assertEquals(expected.get(i), found.get(i));
    }
  }

  private static List<Row> vectors(String name) {
    return WholeRuns.table(folder.resolve("tables").resolve(name), "embeddings")
        .orderBy("id")
        .select("id", "embedding", "norm")
        .collectAsList();
  }

  @Test
  void imagesAreEmbeddedFromTheirBytesReadAgain() throws Exception {
    Path images = Files.createDirectories(folder.resolve("images"));
    for (int i = 0; i < 20; i++) {
      BufferedImage grey = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
      grey.setRGB(i % 8, i / 8, 0xffffff);
      ImageIO.write(grey, "png", images.resolve("image" + i + ".png").toFile());
    }
    WholeRuns.embed(
        """
        apiVersion: winnow/v1
        name: images
        warehouse: %s
        input: {format: images, path: %s}
        embed: {encoder: spark-ml, class: %s, params: {weights: [1, 0.5], inputCol: bytes}}
        cluster: {k: 2, iterations: 1}
        """
            .formatted(folder.resolve("tables"), images, ParamsEmbedder.class.getName()));
    Path tables = folder.resolve("tables/images");
    assertEquals(20, WholeRuns.table(tables, "embeddings").count());
    List<Float> vector =
        WholeRuns.table(tables, "embeddings").select("embedding").first().getList(0);
    assertArrayEquals(
        new double[] {2 / Math.sqrt(5), 1 / Math.sqrt(5)},
        new double[] {vector.get(0), vector.get(1)},
        1e-6);
  }

  @Test
  void aSecretOfTheEnvironmentIsInNoTableAndItsChangeMakesNoOtherRun() throws Exception {
    String yaml =
        recipe(
            "secret",
            "{encoder: spark-ml, class: "
                + SetterEmbedder.class.getName()
                + ", params: {engine: '${env:KEY}', arguments: {auth: 'Bearer ${env:KEY}'}}}");
    RunReport first = WholeRuns.run(Map.of("KEY", "hunter22"), yaml);
    RunReport second = WholeRuns.run(Map.of("KEY", "changed!"), yaml);
    assertEquals(first.json().get("run_id"), second.json().get("run_id"));
    assertEquals(true, second.json().get("reused"));
    assertFalse((first.card() + first.json()).contains("hunter22"));
    Path tables = folder.resolve("tables/secret");
    String recipe =
        WholeRuns.table(tables, "runs").select("recipe").distinct().first().getString(0);
    assertTrue(recipe.contains("Bearer ${env:KEY}"), recipe);
    try (Stream<Path> files = Files.list(tables)) {
      for (Path table : files.filter(file -> Files.exists(file.resolve("_delta_log"))).toList()) {
        String rows =
            WholeRuns.table(tables, table.getFileName().toString())
                .toJSON()
                .collectAsList()
                .toString();
        assertFalse(rows.contains("hunter22"), table.toString());
      }
    }
    try (Stream<Path> files = Files.walk(tables)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".json")).toList()) {
        assertFalse(Files.readString(log).contains("hunter22"), log.toString());
      }
    }
  }

  @Test
  void anUnknownParameterStopsTheRun() {
    String message =
        assertThrows(
                InvalidTransformer.class,
                () ->
                    embed(
                        "wrong",
                        "{encoder: spark-ml, class: "
                            + SetterEmbedder.class.getName()
                            + ", params: {batch: 4}}"))
            .getMessage();
    assertTrue(message.startsWith("embed.params.batch is not a parameter of "), message);
  }
}
