package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.FetchedModels;
import dev.winnow.transforms.JsonTexts;
import dev.winnow.transforms.Npy;
import dev.winnow.transforms.Probe;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.known.KnownModels;
import dev.winnow.transforms.embed.known.ModelStore;
import dev.winnow.transforms.embed.model.DjlOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares a real text encoder with vectors that other code computed from the same files. */
class MiniLmTest {

  @TempDir private static Path folder;

  @ParameterizedTest
  @CsvSource({
    "all-minilm-l6-v2, clinc150, minilm_clinc150_first500, 0.99999",
    "all-minilm-l6-v2, imdb-20k, minilm_imdb20k_first60_256, 0.99999",
    // Its rounding to 8 bits turns the last bit of a float, which depends on the version of ONNX
    // Runtime and on the CPU, into a step. So a few texts differ more.
    "all-minilm-l6-v2-q, clinc150, minilm_q_clinc150_first500, 0.98"
  })
  void embedsAsTheReferenceDoes(String name, String corpus, String file, double least)
      throws Exception {
    float[][] reference = Npy.matrix(Shared.path("reference/embeddings/" + file + ".npy"));
    List<EncoderInput> texts =
        JsonTexts.read(Shared.path("data/text/" + corpus + ".jsonl.gz")).stream()
            .limit(reference.length)
            .map(text -> EncoderInput.of(text.text()))
            .toList();
    ModelStore store = FetchedModels.store(name, folder);
    String model = store.place(KnownModels.find(name).orElseThrow()).toString();
    try (DjlEncoder encoder = DjlEncoder.load(DjlOptions.local(model))) {
      float[][] found = encoder.encode(texts);
      double[] cosines = new double[found.length];
      for (int i = 0; i < found.length; i++) {
        cosines[i] = Probe.cosine(found[i], reference[i]);
      }
      Arrays.sort(cosines);
      double median = cosines[cosines.length / 2];
      System.out.printf(
          "%s on %s: cosine to the reference at least %.7f, median %.7f%n",
          name, corpus, cosines[0], median);
      assertTrue(cosines[0] >= least, "worst cosine " + cosines[0]);
      assertTrue(median >= 0.99999, "median cosine " + median);
      assertEquals(
          List.of(
              "pooling mean (1_Pooling/config.json)",
              "unit length (modules.json)",
              "at most 256 tokens (sentence_bert_config.json)"),
          encoder.settings().subList(0, 3));
    }
  }

  /** The quantised model takes its scales from all values of a run. */
  @ParameterizedTest
  @ValueSource(strings = {"all-minilm-l6-v2", "all-minilm-l6-v2-q"})
  void aTextHasTheSameBitsAloneAndAmongOthers(String name) throws Exception {
    ModelStore store = FetchedModels.store(name, folder);
    String model = store.place(KnownModels.find(name).orElseThrow()).toString();
    List<EncoderInput> texts =
        List.of(
            EncoderInput.of("rain"),
            EncoderInput.of("a much longer text about soup, storms and gardens in the evening"),
            EncoderInput.of("snow"));
    try (DjlEncoder encoder = DjlEncoder.load(DjlOptions.local(model))) {
      float[][] together = encoder.encode(texts);
      for (int i = 0; i < together.length; i++) {
        assertArrayEquals(together[i], encoder.encode(List.of(texts.get(i)))[0]);
      }
    }
  }
}
