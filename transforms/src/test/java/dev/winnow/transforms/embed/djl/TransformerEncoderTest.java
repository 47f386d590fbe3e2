package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.Probe;
import dev.winnow.transforms.RandomTransformer;
import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.model.DjlOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks padding, masks and pooling on a model with attention between tokens. */
class TransformerEncoderTest {

  private static final String FIVE = "rain soup storm road garden";

  @TempDir private static Path folder;
  private static String model;

  @BeforeAll
  static void model() throws Exception {
    Path tokenizer = TinyModels.texts(folder.resolve("words")).resolve("tokenizer.json");
    model = RandomTransformer.write(folder.resolve("model"), tokenizer, 30, 32).toString();
  }

  private static DjlEncoder load(Integer maxLength, String pooling) {
    return DjlEncoder.load(
        new DjlOptions(
            model, null, null, pooling, null, maxLength, "cpu", 4, 1, Map.of(), Map.of()));
  }

  /**
   * Pads five tokens to eight, and compares with a longest length of five, which needs no padding.
   */
  @Test
  void paddingIsMaskedInAttentionAndLeftOutOfTheMean() {
    for (String pooling : new String[] {"mean", "cls", "last"}) {
      try (DjlEncoder padded = load(null, pooling);
          DjlEncoder exact = load(5, pooling)) {
        float[] expected = exact.encode(List.of(EncoderInput.of(FIVE)))[0];
        float[] found = padded.encode(List.of(EncoderInput.of(FIVE)))[0];
        assertTrue(Probe.cosine(expected, found) > 1 - 1e-6, pooling);
      }
    }
  }

  /**
   * Shows that a changed input changes the vector. Therefore the test of the padding would notice
   * padding that is pooled or attended to.
   */
  @Test
  void anotherWordChangesTheVector() {
    try (DjlEncoder encoder = load(null, null)) {
      float[][] vectors =
          encoder.encode(List.of(EncoderInput.of(FIVE), EncoderInput.of(FIVE + " rain")));
      assertTrue(Probe.cosine(vectors[0], vectors[1]) < 0.9999);
    }
  }

  @Test
  void aTextHasTheSameBitsAloneFirstLastAndAmongOthers() {
    List<EncoderInput> texts = new ArrayList<>();
    String[] words = FIVE.split(" ");
    for (int n = 0; n < 60; n++) {
      StringBuilder text = new StringBuilder();
      for (int w = 0; w <= n; w++) {
        text.append(words[(n + w) % 5]).append(' ');
      }
      texts.add(EncoderInput.of(text.toString()));
    }
    try (DjlEncoder encoder = load(64, null)) {
      float[][] together = encoder.encode(texts);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        order.add(i);
        assertArrayEquals(together[i], encoder.encode(List.of(texts.get(i)))[0]);
      }
      Collections.shuffle(order, new Random(3));
      float[][] shuffled = encoder.encode(order.stream().map(texts::get).toList());
      for (int i = 0; i < order.size(); i++) {
        assertArrayEquals(together[order.get(i)], shuffled[i]);
      }
    }
  }
}
