package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.transforms.JsonTexts;
import dev.winnow.transforms.Npy;
import dev.winnow.transforms.Probe;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelFiles;
import dev.winnow.transforms.embed.model.ModelRejected;
import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.kernel.UnitVector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares real models in DJL with vectors that other code computed. */
class DjlReferenceTest {

  private static DjlOptions options(String model, int batch) {
    return new DjlOptions(
        Shared.path("models/" + model).toString(),
        null,
        model.startsWith("mobilenet") ? "embedding" : "sentence_embedding",
        null,
        null,
        null,
        "auto",
        batch,
        1,
        Map.of(),
        Map.of());
  }

  private static EncoderInput photograph(Path file) throws Exception {
    return EncoderInput.of(new ImageDecoder(1 << 24, 1 << 24).decode(Files.readAllBytes(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet_v2_1.0_224", "mobilenet_v1_0.25_128"})
  void seesPhotographsAsTheReferenceDoes(String model) throws Exception {
    try (DjlEncoder encoder = DjlEncoder.load(options(model, 4))) {
      for (String name : new String[] {"bird.bmp", "cat.bmp"}) {
        float[] found =
            encoder.encode(List.of(photograph(Shared.path("models/check-photos/" + name))))[0];
        float[] golden =
            Npy.matrix(Shared.path("models/" + model + "/golden_" + name.replace(".bmp", ".npy")))[
                0];
        double cosine = Probe.cosine(found, golden);
        System.out.printf("%s on %s: cosine %.6f%n", model, name, cosine);
        assertTrue(cosine >= 0.999, name + " cosine " + cosine);
      }
    }
  }

  /** Encodes the image that becomes the synthetic tensor without decoding or resizing. */
  @ParameterizedTest
  @ValueSource(strings = {"mobilenet_v2_1.0_224", "mobilenet_v1_0.25_128"})
  void seesTheSyntheticTensorAsTheReferenceDoes(String model) throws Exception {
    int side = Integer.parseInt(model.substring(model.lastIndexOf('_') + 1));
    byte[] pixels = new byte[3 * side * side];
    for (int i = 0; i < side * side; i++) {
      for (int channel = 0; channel < 3; channel++) {
        pixels[3 * i + channel] = (byte) ((channel * side * side + i) % 255);
      }
    }
    JsonNode golden =
        new ObjectMapper()
            .readTree(Shared.path("models/" + model + "/preprocessing.json").toFile())
            .path("golden")
            .path("_synthetic");
    try (DjlEncoder encoder = DjlEncoder.load(options(model, 4))) {
      float[] found =
          encoder.encode(List.of(EncoderInput.of(new RasterImage(side, side, 3, pixels))))[0];
      float[] first = new float[golden.path("first8").size()];
      for (int i = 0; i < first.length; i++) {
        first[i] = (float) golden.path("first8").get(i).asDouble();
      }
      double cosine = Probe.cosine(Arrays.copyOf(found, first.length), first);
      double norm = UnitVector.of(found).norm();
      System.out.printf("%s, synthetic tensor: cosine %.6f, norm %.4f%n", model, cosine, norm);
      assertTrue(cosine >= 0.9999, "cosine " + cosine);
      assertEquals(1, norm / golden.path("embedding_l2norm").asDouble(), 0.001);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text-static-128", "glove-50d-2k"})
  void tokensAreThoseOfTheGoldenTexts(String model) throws Exception {
    JsonNode golden =
        new ObjectMapper()
            .readTree(Shared.path("models/" + model + "/preprocessing.json").toFile())
            .path("golden");
    DjlOptions options = options(model, 4);
    ModelFiles files = ModelFiles.copy(options);
    TextBatches texts = TextTokens.load(files, options, List.of(), false);
    for (JsonNode one : golden) {
      long[] expected = new long[one.path("ids").size()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = one.path("ids").get(i).asLong();
      }
      assertArrayEquals(
          expected, texts.tokens(one.path("text").asText()).ids(), one.path("text").asText());
    }
    files.delete();
  }

  @Test
  void queriesAreEmbeddedAsTheReferenceDoes() throws Exception {
    List<JsonTexts> texts = JsonTexts.read(Shared.path("data/text/clinc150.jsonl.gz"));
    float[][] reference = Npy.matrix(Shared.path("reference/embeddings/clinc150_static128.npy"));
    try (DjlEncoder encoder = DjlEncoder.load(options("text-static-128", 64))) {
      float[][] found = encoder.encode(texts.stream().map(t -> EncoderInput.of(t.text())).toList());
      double worst = 1;
      for (int i = 0; i < found.length; i++) {
        worst = Math.min(worst, Probe.cosine(found[i], reference[i]));
      }
      System.out.printf("text-static-128 on clinc150: worst cosine %.6f%n", worst);
      assertTrue(worst >= 0.9999, "worst cosine " + worst);
      float[] empty = encoder.encode(List.of(EncoderInput.of("")))[0];
      assertArrayEquals(new float[128], empty);
    }
  }

  @Test
  void aTextHasTheSameBitsAloneAndAmongOthers() throws Exception {
    try (DjlEncoder encoder = DjlEncoder.load(options("text-static-128", 8))) {
      List<EncoderInput> texts = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        texts.add(EncoderInput.of("book flight number " + "seven ".repeat(i)));
      }
      checkBits(encoder, texts);
    }
  }

  @Test
  void anImageHasTheSameBitsAloneAndAmongOthers() throws Exception {
    try (DjlEncoder encoder = DjlEncoder.load(options("mobilenet_v1_0.25_128", 8))) {
      Path folder = Shared.path("data/images/flowers128/daisy");
      List<EncoderInput> images = new ArrayList<>();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().limit(20).toList()) {
          images.add(photograph(file));
        }
      }
      checkBits(encoder, images);
    }
  }

  private static void checkBits(Encoder encoder, List<EncoderInput> inputs) {
    float[][] all = encoder.encode(inputs);
    for (int i : new int[] {0, 7, 11, inputs.size() - 1}) {
      assertArrayEquals(all[i], encoder.encode(List.of(inputs.get(i)))[0]);
      List<EncoderInput> first = new ArrayList<>(inputs);
      first.add(0, inputs.get(i));
      assertArrayEquals(all[i], encoder.encode(first)[0]);
    }
  }

  @Test
  void anotherSha256IsRefusedBeforeLoading() {
    DjlOptions pinned =
        new DjlOptions(
            Shared.path("models/glove-50d-2k").toString(),
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
    assertTrue(e.getMessage().startsWith("model sha256 differs: expected 0000"), e.getMessage());
  }

  @Test
  void anUnknownOutputIsRefusedWithTheKnownOnes() {
    DjlOptions other =
        new DjlOptions(
            Shared.path("models/glove-50d-2k").toString(),
            null,
            "pooled",
            null,
            null,
            null,
            "cpu",
            4,
            1,
            Map.of(),
            Map.of());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> DjlEncoder.load(other));
    assertEquals(
        "embed.output must be an output of the model, got pooled; the outputs are"
            + " sentence_embedding, token_embeddings",
        e.getMessage()
            .replace(
                "token_embeddings, sentence_embedding", "sentence_embedding, token_embeddings"));
  }
}
