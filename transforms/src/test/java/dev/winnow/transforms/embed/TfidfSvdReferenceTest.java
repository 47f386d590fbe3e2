package dev.winnow.transforms.embed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.JsonTexts;
import dev.winnow.transforms.Probe;
import dev.winnow.transforms.Shared;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The encoder on real texts, by a linear probe. */
class TfidfSvdReferenceTest {

  @Test
  void reachesTheProbeOfFilmReviews() throws Exception {
    List<JsonTexts> texts = JsonTexts.read(Shared.path("data/text/imdb-20k.jsonl.gz"));
    double accuracy = probe(texts, t -> fifth(t.id()) != 0, t -> fifth(t.id()) == 0);
    System.out.printf("tfidf-svd 256 on imdb-20k: probe %.4f%n", accuracy);
    assertTrue(accuracy >= 0.885, "probe accuracy must be at least 0.885, got " + accuracy);
  }

  @Test
  void reachesTheProbeOfQueries() throws Exception {
    List<JsonTexts> texts =
        JsonTexts.read(Shared.path("data/text/clinc150.jsonl.gz")).stream()
            .filter(t -> !t.label().equals("oos"))
            .toList();
    double accuracy = probe(texts, t -> t.split().equals("train"), t -> t.split().equals("test"));
    System.out.printf("tfidf-svd 256 on clinc150 without oos: probe %.4f%n", accuracy);
    assertTrue(accuracy >= 0.87, "probe accuracy must be at least 0.87, got " + accuracy);
  }

  private static double probe(
      List<JsonTexts> texts, Predicate<JsonTexts> train, Predicate<JsonTexts> test) {
    long start = System.nanoTime();
    TfidfSvdModel model =
        TfidfSvd.fit(
            texts.stream()
                .sorted(Comparator.comparing(JsonTexts::id))
                .map(JsonTexts::text)
                .toList(),
            TfidfSvd.Options.of(256, 42));
    long fitted = System.nanoTime();
    List<JsonTexts> trained = texts.stream().filter(train).toList();
    List<JsonTexts> tested = texts.stream().filter(test).toList();
    float[][] trainVectors = encode(model, trained);
    float[][] testVectors = encode(model, tested);
    System.out.printf(
        "tfidf-svd: %d texts, %d features, fit %.1f s, embed %.1f s%n",
        texts.size(), model.features(), (fitted - start) / 1e9, (System.nanoTime() - fitted) / 1e9);
    return Probe.accuracy(trainVectors, labels(trained), testVectors, labels(tested));
  }

  private static float[][] encode(TfidfSvdModel model, List<JsonTexts> texts) {
    return model.encode(texts.stream().map(t -> EncoderInput.of(t.text())).toList());
  }

  private static String[] labels(List<JsonTexts> texts) {
    return texts.stream().map(JsonTexts::label).toArray(String[]::new);
  }

  private static int fifth(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, digest).mod(BigInteger.valueOf(5)).intValue();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
