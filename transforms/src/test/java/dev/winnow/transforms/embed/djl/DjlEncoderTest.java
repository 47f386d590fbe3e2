package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelRejected;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the encoder on ONNX Runtime, with models that each test writes. */
class DjlEncoderTest {

  @TempDir private static Path folder;

  private static DjlOptions texts(String pooling, String prefix, Integer maxLength)
      throws IOException {
    return new DjlOptions(
        TinyModels.texts(folder.resolve("texts")).toString(),
        null,
        null,
        pooling,
        prefix,
        maxLength,
        "cpu",
        4,
        1,
        Map.of(),
        Map.of());
  }

  private static float[] encode(DjlOptions options, String text) {
    try (DjlEncoder encoder = DjlEncoder.load(options)) {
      return encoder.encode(List.of(EncoderInput.of(text)))[0];
    }
  }

  @Test
  void poolsTokenVectorsInEveryWay() throws Exception {
    float[] rain = TinyModels.tableRow("rain");
    float[] soup = TinyModels.tableRow("soup");
    float[] mean = new float[TinyModels.DIM];
    for (int j = 0; j < mean.length; j++) {
      mean[j] = (float) (((double) rain[j] + soup[j]) / 2);
    }
    assertArrayEquals(mean, encode(texts(null, null, null), "Rain soup"));
    assertArrayEquals(mean, encode(texts("mean", null, null), "Rain soup"));
    assertArrayEquals(rain, encode(texts("cls", null, null), "Rain soup"));
    assertArrayEquals(soup, encode(texts("last", null, null), "Rain soup"));
  }

  @Test
  void putsThePrefixBeforeTheTextAndCutsAtTheLongest() throws Exception {
    assertArrayEquals(
        TinyModels.tableRow("storm"), encode(texts("cls", "storm ", null), "rain soup"));
    assertArrayEquals(TinyModels.tableRow("soup"), encode(texts("last", null, 2), "rain soup pan"));
  }

  @Test
  void aModelOfHalvesGivesTheVectorsOfTheWholeOneWithinTheirPrecision(@TempDir Path folder)
      throws Exception {
    List<EncoderInput> pictures =
        List.of(
            EncoderInput.of(new RasterImage(2, 1, 3, new byte[] {10, 20, 30, (byte) 200, 90, 0})),
            EncoderInput.of(new RasterImage(1, 2, 1, new byte[] {(byte) 255, 64})),
            EncoderInput.of(new RasterImage(1, 1, 1, new byte[] {0})));
    float[][] whole = encode(TinyModels.images(folder.resolve("whole")), pictures);
    float[][] halves = encode(TinyModels.imagesInHalves(folder.resolve("halves")), pictures);
    for (int i = 0; i < whole.length; i++) {
      assertArrayEquals(whole[i], halves[i], 2e-2f, "picture " + i);
      assertFalse(Arrays.equals(whole[i], halves[i]), "halves must have lost digits");
    }
  }

  /** Encodes in batches of two, the last of them padded. */
  private static float[][] encode(Path model, List<EncoderInput> pictures) {
    DjlOptions options =
        new DjlOptions(
            model.toString(), null, null, null, null, null, "cpu", 2, 1, Map.of(), Map.of());
    try (DjlEncoder encoder = DjlEncoder.load(options)) {
      return encoder.encode(pictures);
    }
  }

  @Test
  void aTextWithoutTokensIsTheZeroVector() throws Exception {
    assertArrayEquals(new float[TinyModels.DIM], encode(texts(null, null, null), ""));
  }

  @Test
  void aTextHasTheSameBitsAloneFirstLastAndAmongOthers() throws Exception {
    List<EncoderInput> texts = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      texts.add(EncoderInput.of("the road " + "rain soup pan ".repeat(i)));
    }
    try (DjlEncoder encoder = DjlEncoder.load(texts(null, null, null))) {
      assertSameBits(encoder, texts);
    }
  }

  @Test
  void anImageHasTheSameBitsAloneFirstLastAndAmongOthers() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    List<EncoderInput> images = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      byte[] pixels = new byte[20 * (12 + i) * 3];
      random.nextBytes(pixels);
      images.add(EncoderInput.of(new RasterImage(20, 12 + i, 3, pixels)));
    }
    Path model = TinyModels.images(folder.resolve("images"));
    try (DjlEncoder encoder = DjlEncoder.load(DjlOptions.local(model.toString()))) {
      assertEquals(TinyModels.DIM, encoder.dim());
      assertSameBits(encoder, images);
    }
  }

  private static void assertSameBits(Encoder encoder, List<EncoderInput> inputs) {
    float[][] together = encoder.encode(inputs);
    for (int i = 0; i < together.length; i++) {
      EncoderInput one = inputs.get(i);
      assertArrayEquals(together[i], encoder.encode(List.of(one))[0]);
      List<EncoderInput> around = new ArrayList<>(inputs);
      around.add(0, one);
      around.add(one);
      float[][] found = encoder.encode(around);
      assertArrayEquals(together[i], found[0]);
      assertArrayEquals(together[i], found[found.length - 1]);
    }
  }

  @Test
  void aModelWithAnotherSha256IsRefusedWithBothDigests() throws Exception {
    DjlOptions options = texts(null, null, null);
    DjlOptions pinned =
        new DjlOptions(
            options.model(),
            "0".repeat(64),
            null,
            null,
            null,
            null,
            "cpu",
            4,
            1,
            Map.of(),
            Map.of());
    ModelRejected e = assertThrows(ModelRejected.class, () -> DjlEncoder.load(pinned));
    assertTrue(
        e.getMessage().matches("model sha256 differs: expected 0{64}, got [0-9a-f]{64} \\(.*\\)"),
        e.getMessage());
  }

  @Test
  void anAbsentGpuIsRefused() throws Exception {
    assumeTrue(Engine.getEngine("OnnxRuntime").getGpuCount() == 0, "this machine has a GPU");
    DjlOptions options = texts(null, null, null);
    DjlOptions gpu =
        new DjlOptions(
            options.model(), null, null, null, null, null, "gpu", 4, 1, Map.of(), Map.of());
    DeviceUnavailable e = assertThrows(DeviceUnavailable.class, () -> DjlEncoder.load(gpu));
    assertEquals(
        "embed.device gpu needs a GPU and onnxruntime_gpu on the class path, this machine has none;"
            + " set embed.device: cpu to run slower",
        e.getMessage());
  }
}
