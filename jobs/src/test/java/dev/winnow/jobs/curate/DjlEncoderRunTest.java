package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.transforms.TinyModels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose model lies in several files, or in an archive. */
class DjlEncoderRunTest {

  @TempDir private static Path folder;

  @BeforeAll
  static void writeImages() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    for (int i = 0; i < 12; i++) {
      BufferedImage grey = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
      grey.setRGB(i % 8, i / 8, 0xffffff);
      ImageIO.write(grey, "png", images.resolve("image" + i + ".png").toFile());
    }
  }

  private static List<Row> embed(Path model) {
    return embed(
        "tiny", "{encoder: djl, model: %s, device: cpu, engine: onnxruntime}".formatted(model));
  }

  private static List<Row> embed(String name, String encoders) {
    WholeRuns.embed(
        """
        apiVersion: winnow/v1
        name: %s
        warehouse: %s
        input: {format: images, path: %s}
        embed: %s
        cluster: {k: 2, iterations: 1}
        """
            .formatted(name, folder.resolve("tables"), folder.resolve("images"), encoders));
    return WholeRuns.table(folder.resolve("tables").resolve(name), "embeddings")
        .orderBy("encoder", "id")
        .select("id", "embedding", "norm")
        .collectAsList();
  }

  private static Path zip(Path model) throws IOException {
    Path zip = folder.resolve("packed.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String file : List.of("model.onnx", "data/weights.bin", "preprocessor_config.json")) {
        out.putNextEntry(new ZipEntry(file));
        out.write(Files.readAllBytes(model.resolve(file)));
      }
    }
    return zip;
  }

  @Test
  void theVectorsAreThoseOfTheModelInOneFileAndOtherDataAreAnotherModel() throws Exception {
    List<Row> whole = embed(TinyModels.images(folder.resolve("whole")));
    assertEquals(12, whole.size());
    Path parted = TinyModels.imagesWithExternalData(folder.resolve("parted"));
    assertEquals(whole, embed(parted));
    assertEquals(whole, embed(zip(parted)));

    byte[] data = Files.readAllBytes(parted.resolve("data/weights.bin"));
    data[3] ^= 1;
    Files.write(parted.resolve("data/weights.bin"), data);
    assertNotEquals(whole, embed(parted));
  }

  /** Each model is pinned by its digest, not by the digest of the list. */
  @Test
  void twoModelsOfOneRunEmbedEveryImageEach() throws Exception {
    Path whole = TinyModels.images(folder.resolve("first"));
    Path parted = TinyModels.imagesWithExternalData(folder.resolve("second"));
    List<Row> both =
        embed(
            "two",
            "[{encoder: djl, model: %s, device: cpu}, {encoder: djl, model: %s, device: cpu}]"
                .formatted(whole, parted));
    assertEquals(24, both.size());
    assertEquals(both.subList(0, 12), both.subList(12, 24));
  }

  @Test
  void withoutResizingAnImageOfAnotherSizeIsQuarantinedAndTheFactsNameClassAndFile()
      throws Exception {
    Path model = TinyModels.images(folder.resolve("exact"));
    Files.writeString(
        model.resolve("preprocessor_config.json"),
        "{\"image_processor_type\": \"ViTImageProcessorFast\", \"do_resize\": false}");
    Path images = Files.createDirectories(folder.resolve("sizes"));
    for (int side = 8; side < 10; side++) {
      BufferedImage image = new BufferedImage(side, 8, BufferedImage.TYPE_INT_RGB);
      image.setRGB(0, 0, 0xffffff);
      ImageIO.write(image, "png", images.resolve("side" + side + ".png").toFile());
    }
    RunReport report =
        WholeRuns.embed(
            """
            apiVersion: winnow/v1
            name: exact
            warehouse: %s
            input: {format: images, path: %s}
            embed: {encoder: djl, model: %s, device: cpu}
            cluster: {k: 1, iterations: 1}
            """
                .formatted(folder.resolve("tables"), images, model),
            "input.max_quarantine=1");
    assertEquals(1, WholeRuns.table(folder.resolve("tables/exact"), "embeddings").count());
    Row refused = WholeRuns.table(folder.resolve("tables/exact"), "quarantine").head();
    assertEquals("wrong_size", refused.getAs("code"));
    assertEquals(
        "image must be 8 x 8 for this model, whose do_resize is false, got 9 x 8",
        refused.getAs("message"));
    assertEquals(
        List.of("images by ViTImageProcessor (" + model + "/preprocessor_config.json)"),
        ((Map<?, ?>) WholeRuns.stage(report, "embed").get("details")).get("settings"));
    assertTrue(report.card().contains("images by ViTImageProcessor (" + model), report.card());
  }
}
