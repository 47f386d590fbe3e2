package dev.winnow.jobs.cli;

import static dev.winnow.jobs.support.CommandRun.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.support.CommandRun;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.TorchScriptFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in this JVM and its Spark session, with the codes that they would exit with. */
class CommandsTest {

  @TempDir private static Path folder;

  @BeforeAll
  static void writeDocs() throws IOException {
    LocalSpark.session();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      lines.append("{\"text\": \"common words and word" + i % 7 + " again word" + i % 5 + "\"}\n");
    }
    Files.writeString(folder.resolve("docs.jsonl"), lines);
  }

  private static String recipe(String name) throws IOException {
    Path recipe = folder.resolve(name + ".yaml");
    Files.writeString(
        recipe,
        "apiVersion: winnow/v1\nname: "
            + name
            + "\nwarehouse: "
            + folder.resolve("tables")
            + "\ninput: {format: jsonl, path: "
            + folder.resolve("docs.jsonl")
            + "}\nembed: {dim: 8}\ncluster: {k: 3}\n");
    return recipe.toString();
  }

  @Test
  void aSecondRunDoesNothingAndAReleaseNameIsTakenOnce() throws Exception {
    String path = recipe("second");
    CommandRun first = run("run", path, "--json", "--set", "publish.release=v1");
    assertEquals(0, first.code(), first.err());
    assertTrue(first.out().startsWith("{\"name\":\"second\""), first.out());
    Path log = folder.resolve("tables/second/decisions/_delta_log");
    long commits = count(log);
    long runs = count(folder.resolve("tables/second/runs/_delta_log"));
    CommandRun second = run("run", path, "--set", "publish.release=v1");
    assertEquals(0, second.code(), second.err());
    assertTrue(second.out().contains("already done: nothing to do"), second.out());
    assertEquals(commits, count(log));
    assertEquals(runs, count(folder.resolve("tables/second/runs/_delta_log")));

    CommandRun taken =
        run("run", path, "--set", "publish.release=v1", "--set", "prune.keep_fraction=0.5");
    assertEquals(6, taken.code(), taken.err());
    assertTrue(
        taken.err().contains("release v1 already exists with other content, published by run "),
        taken.err());
  }

  @Test
  void theSameRunIdWithAnotherRecipeIsRefused() throws Exception {
    String path = recipe("mine");
    assertEquals(0, run("ingest", path, "--run-id", "mine").code());
    CommandRun other = run("ingest", path, "--run-id", "mine", "--set", "seed=1");
    assertEquals(6, other.code(), other.err());
    assertTrue(other.err().contains("winnow: run id mine belongs to another recipe"), other.err());
  }

  @Test
  void aTransformerThatIsNotThereIsTwo() throws Exception {
    CommandRun absent =
        run(
            "run",
            recipe("other"),
            "--set",
            "embed.encoder=spark-ml",
            "--set",
            "embed.class=no.Such");
    assertEquals(2, absent.code(), absent.err());
    assertTrue(
        absent.err().contains("winnow: embed.class must be on the class path, got no.Such;"),
        absent.err());
  }

  @Test
  void aModelWithAnotherSha256IsFour() throws Exception {
    Path model = TinyModels.texts(folder.resolve("model"));
    CommandRun refused =
        run(
            "run",
            recipe("other"),
            "--set",
            "embed={encoder: djl, model: " + model + ", sha256: " + "0".repeat(64) + "}");
    assertEquals(4, refused.code(), refused.err());
    assertTrue(refused.err().contains("winnow: model sha256 differs: expected 0"), refused.err());
  }

  @Test
  void aGpuThatIsAskedForAndAbsentIsFive() throws Exception {
    Path model = TinyModels.texts(folder.resolve("model"));
    CommandRun refused =
        run(
            "run",
            recipe("other"),
            "--set",
            "embed={encoder: djl, model: " + model + ", device: gpu}");
    assertEquals(5, refused.code(), refused.err());
    assertTrue(refused.err().contains("winnow: embed.device gpu needs a GPU"), refused.err());
  }

  @Test
  void aTorchScriptModelWithoutPyTorchIsFive() throws Exception {
    Path model = TinyModels.texts(folder.resolve("torch"));
    Files.delete(model.resolve("model.onnx"));
    TorchScriptFile.write(model.resolve("model.pt"), "ids", "ids", "mask");
    CommandRun refused =
        run("run", recipe("other"), "--set", "embed={encoder: djl, model: " + model + "}");
    assertEquals(5, refused.code(), refused.err());
    assertTrue(
        refused.err().contains("winnow: embed.engine pytorch needs the jars"), refused.err());
  }

  @Test
  void aPreprocessorConfigThatIsNotUnderstoodIsThree() throws Exception {
    Path model = TinyModels.images(folder.resolve("unknown"));
    Files.writeString(
        model.resolve("preprocessor_config.json"),
        "{\"image_processor_type\": \"CLIPImageProcessor\", \"do_sharpen\": true}");
    Path images = Files.createDirectories(folder.resolve("images"));
    ImageIO.write(
        new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB),
        "png",
        images.resolve("black.png").toFile());
    CommandRun refused =
        run(
            "run",
            recipe("other"),
            "--set",
            "input={format: images, path: " + images + "}",
            "--set",
            "embed={encoder: djl, model: " + model + "}");
    assertEquals(3, refused.code(), refused.err());
    assertTrue(
        refused
            .err()
            .contains(
                "winnow: "
                    + model
                    + "/preprocessor_config.json: do_sharpen is not understood for"
                    + " CLIPImageProcessor, got true; understood are do_resize, "),
        refused.err());
  }

  @Test
  void aModelThatNamesDataOutsideOfItsFolderIsFourAndOneWithoutItsDataIsThree() throws Exception {
    Path model = TinyModels.imagesWithDataAt(folder.resolve("images"), "../docs.jsonl");
    String embed = "embed={encoder: djl, model: " + model + "}";
    CommandRun refused = run("run", recipe("other"), "--set", embed);
    assertEquals(4, refused.code(), refused.err());
    assertTrue(refused.err().contains("which leaves its folder through .."), refused.err());
    TinyModels.imagesWithDataAt(folder.resolve("images"), "weights.bin");
    CommandRun missing = run("run", recipe("other"), "--set", embed);
    assertEquals(3, missing.code(), missing.err());
    assertTrue(
        missing.err().contains("winnow: external data of a model must lie beside it"),
        missing.err());
  }

  @Test
  void aGpuForTheClustersThatIsAbsentIsFive() throws Exception {
    CommandRun refused = run("run", recipe("clusters"), "--set", "cluster.device=gpu");
    assertEquals(5, refused.code(), refused.err());
    assertTrue(refused.err().contains("winnow: device gpu needs onnxruntime_gpu"), refused.err());
  }

  @Test
  void aStageBeforeItsInputIsRefused() throws Exception {
    CommandRun early = run("cluster", recipe("early"));
    assertEquals(3, early.code(), early.err());
    assertTrue(early.err().contains("winnow: stage ingest must be done before"), early.err());
  }

  @Test
  void anInternalFaultShowsItsTraceWhenAsked() throws Exception {
    String path = recipe("fault");
    Path log =
        Files.createDirectories(folder.resolve("tables/fault/runs/_delta_log"))
            .resolve("00000000000000000000.json");
    Files.writeString(log, "no json");
    CommandRun traced = run("ingest", path, "--debug");
    assertEquals(1, traced.code(), traced.err());
    assertTrue(traced.err().contains("run with --debug for the stack trace"), traced.err());
    assertTrue(traced.err().contains("\tat dev.winnow."), traced.err());
  }

  private static long count(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files.filter(f -> f.toString().endsWith(".json")).count();
    }
  }
}
