package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.TorchScriptFile;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelRejected;
import dev.winnow.transforms.image.RasterImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs TorchScript on DJL's PyTorch engine, which Maven's profile pytorch puts on the class path.
 */
class PyTorchEncoderTest {

  @TempDir private Path folder;

  private static void needPyTorch() {
    List<String> absent = PyTorchRuntime.absent();
    assumeTrue(absent.isEmpty(), "needs Maven's profile pytorch, missing: " + absent);
  }

  /** Writes a model that computes the mean of each channel. */
  private Path images() throws Exception {
    Path model = TinyModels.images(folder.resolve("images"));
    Files.delete(model.resolve("model.onnx"));
    TorchScriptFile.write(model.resolve("model.pt"), "torch.mean(x, [2, 3])", "x");
    return model;
  }

  /** Writes a model that computes half the id and the mask of each token. */
  private Path texts() throws Exception {
    Path model = TinyModels.texts(folder.resolve("texts"));
    Files.delete(model.resolve("model.onnx"));
    TorchScriptFile.write(
        model.resolve("model.pt"),
        "torch.stack([torch.mul(ids, 0.5), torch.mul(mask, 1.)], 2)",
        "ids",
        "mask");
    return model;
  }

  @Test
  void withoutItsJarsTheErrorNamesThem() throws Exception {
    assumeFalse(PyTorchRuntime.absent().isEmpty(), "Maven's profile pytorch is on");
    Path model = images();
    EngineUnavailable e =
        assertThrows(
            EngineUnavailable.class, () -> DjlEncoder.load(DjlOptions.local(model.toString())));
    assertEquals(
        "embed.engine pytorch needs the jars of DJL's PyTorch engine on the class path, missing:"
            + " ai.djl.pytorch:pytorch-engine:0.36.0, ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0,"
            + " ai.djl.pytorch:pytorch-native-cpu:jar:linux-x86_64:2.7.1; pass them to Spark by"
            + " --jars (docs/how-to/models.md), or use the model in ONNX format",
        e.getMessage());
  }

  @Test
  void aFileWithoutCodeIsRefused() throws Exception {
    Path weights = Files.writeString(folder.resolve("weights.pt"), "no zip at all");
    assertEquals(
        "embed.model must be TorchScript for the engine pytorch, "
            + weights
            + " is not: it holds no code; save the module by torch.jit.save",
        assertThrows(
                ModelRejected.class, () -> DjlEncoder.load(DjlOptions.local(weights.toString())))
            .getMessage());
  }

  @Test
  void anImageModelTakesOneTensor() throws Exception {
    needPyTorch();
    byte[] pixels = new byte[3 * 64];
    for (int i = 0; i < 64; i++) {
      pixels[3 * i] = (byte) 255;
      pixels[3 * i + 1] = (byte) (i < 32 ? 255 : 0);
    }
    try (DjlEncoder encoder = DjlEncoder.load(DjlOptions.local(images().toString()))) {
      assertEquals(3, encoder.dim());
      // The config maps 0..255 to -1..1.
      assertArrayEquals(
          new float[] {1, 0, -1},
          encoder.encode(List.of(EncoderInput.of(new RasterImage(8, 8, 3, pixels))))[0],
          1e-6f);
    }
  }

  @Test
  void aTextModelTakesIdsAndMaskByTheirPositions() throws Exception {
    needPyTorch();
    try (DjlEncoder encoder = DjlEncoder.load(DjlOptions.local(texts().toString()))) {
      // rain is the word 7, soup the word 13.
      assertArrayEquals(
          new float[] {5, 1}, encoder.encode(List.of(EncoderInput.of("rain soup")))[0]);
    }
  }

  @Test
  void anImageHasTheSameBitsAloneFirstLastAndAmongOthers() throws Exception {
    needPyTorch();
    SplittableRandom random = new SplittableRandom(6);
    List<EncoderInput> images = new ArrayList<>();
    for (int i = 0; i < 19; i++) {
      byte[] pixels = new byte[10 * (9 + i) * 3];
      random.nextBytes(pixels);
      images.add(EncoderInput.of(new RasterImage(10, 9 + i, 3, pixels)));
    }
    try (DjlEncoder encoder = DjlEncoder.load(DjlOptions.local(images().toString()))) {
      float[][] together = encoder.encode(images);
      for (int i = 0; i < together.length; i++) {
        assertArrayEquals(together[i], encoder.encode(List.of(images.get(i)))[0]);
      }
    }
  }

  @Test
  void bothEnginesRunInOneJvmWithNothingFetched() throws Exception {
    needPyTorch();
    Path onnx = TinyModels.texts(folder.resolve("onnx"));
    try (DjlEncoder torch = DjlEncoder.load(DjlOptions.local(texts().toString()));
        DjlEncoder ort = DjlEncoder.load(DjlOptions.local(onnx.toString()))) {
      assertEquals(2, torch.dim());
      assertArrayEquals(
          TinyModels.tableRow("rain"), ort.encode(List.of(EncoderInput.of("rain")))[0]);
    }
    assertEquals("true", System.getProperty("ai.djl.offline"));
  }

  @Test
  void aZipThatIsTorchScriptNeedsNoEnding() throws Exception {
    needPyTorch();
    Path model = images();
    Path zip = Files.move(model.resolve("model.pt"), model.resolve("colours.zip"));
    try (DjlEncoder encoder = DjlEncoder.load(DjlOptions.local(zip.toString()))) {
      assertEquals(3, encoder.dim());
      assertTrue(encoder.name().startsWith("djl-colours-"), encoder.name());
    }
  }
}
