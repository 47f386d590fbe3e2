package dev.winnow.transforms.embed.fitted;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.Probe;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.kernel.UnitVector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Fits the encoders tfidf-svd and patch-kmeans on small generated corpora. */
class FittedEncodersTest {

  private static final String[][] TOPICS = {
    {"storm", "rain", "wind", "cloud"},
    {"soup", "onion", "garlic", "pan"},
    {"goal", "match", "coach", "team"}
  };

  private static List<String> texts() {
    SplittableRandom random = new SplittableRandom(3);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      String[] words = TOPICS[i % 3];
      StringBuilder text = new StringBuilder("Today the");
      for (int w = 0; w < 6; w++) {
        text.append(' ').append(words[random.nextInt(words.length)]);
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** Draws stripes of three directions with noise, 20 x 20. */
  private static List<RasterImage> stripes() {
    SplittableRandom random = new SplittableRandom(4);
    List<RasterImage> images = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      byte[] pixels = new byte[400];
      int phase = random.nextInt(6);
      for (int y = 0; y < 20; y++) {
        for (int x = 0; x < 20; x++) {
          int along = i % 3 == 0 ? x : i % 3 == 1 ? y : x + y;
          pixels[y * 20 + x] =
              (byte) ((along + phase) % 6 < 3 ? 40 + random.nextInt(40) : 180 + random.nextInt(40));
        }
      }
      images.add(new RasterImage(20, 20, 1, pixels));
    }
    return images;
  }

  private static PatchKmeans.Options small() {
    return new PatchKmeans.Options(8, 42, 24, 5, 2, 2000, 5);
  }

  @Test
  void textsOfOneTopicAreCloserThanOthers() {
    TfidfSvdModel model = TfidfSvd.fit(texts(), TfidfSvd.Options.of(6, 42));
    separates(model.encode(texts().stream().map(EncoderInput::of).toList()));
  }

  @Test
  void imagesOfOneDirectionAreCloserThanOthers() {
    PatchKmeansModel model = PatchKmeans.fit(stripes(), small());
    separates(model.encode(stripes().stream().map(EncoderInput::of).toList()));
  }

  private static void separates(float[][] vectors) {
    double same = 0;
    double other = 0;
    int samePairs = 0;
    int otherPairs = 0;
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < i; j++) {
        double cosine = Probe.cosine(vectors[i], vectors[j]);
        if (i % 3 == j % 3) {
          same += cosine;
          samePairs++;
        } else {
          other += cosine;
          otherPairs++;
        }
      }
    }
    assertTrue(
        same / samePairs > other / otherPairs + 0.2,
        "mean cosine within " + same / samePairs + ", across " + other / otherPairs);
  }

  @Test
  void aFitIsRepeatableAndAStoredModelHasTheSameBits() throws Exception {
    TfidfSvdModel text = TfidfSvd.fit(texts(), TfidfSvd.Options.of(6, 42));
    assertEquals(text.name(), TfidfSvd.fit(texts(), TfidfSvd.Options.of(6, 42)).name());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.write(new DataOutputStream(bytes));
    TfidfSvdModel again =
        TfidfSvdModel.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    List<EncoderInput> one = List.of(EncoderInput.of("rain and soup"));
    assertArrayEquals(text.encode(one)[0], again.encode(one)[0]);

    PatchKmeansModel image = PatchKmeans.fit(stripes(), small());
    assertEquals(image.name(), PatchKmeans.fit(stripes(), small()).name());
    bytes.reset();
    image.write(new DataOutputStream(bytes));
    PatchKmeansModel stored =
        PatchKmeansModel.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    List<EncoderInput> picture = List.of(EncoderInput.of(stripes().get(7)));
    assertArrayEquals(image.encode(picture)[0], stored.encode(picture)[0]);
  }

  @Test
  void aTextWithoutKnownFeaturesIsTheZeroVector() {
    TfidfSvdModel model = TfidfSvd.fit(texts(), TfidfSvd.Options.of(6, 42));
    assertArrayEquals(new float[6], model.encode(List.of(EncoderInput.of("7 7")))[0]);
    assertEquals("zero_vector", UnitVector.of(new float[6]).code());
    assertEquals("non_finite_vector", UnitVector.of(new float[] {Float.NaN}).code());
  }

  @Test
  void imagesOfOtherSizesAndColoursAreTaken() {
    PatchKmeansModel model = PatchKmeans.fit(stripes(), small());
    byte[] pixels = new byte[31 * 17 * 3];
    Arrays.fill(pixels, (byte) 120);
    for (float value :
        model.encode(List.of(EncoderInput.of(new RasterImage(31, 17, 3, pixels))))[0]) {
      assertTrue(Float.isFinite(value));
    }
  }

  @Test
  void anInputOfAnotherModalityIsRefused() {
    TfidfSvdModel model = TfidfSvd.fit(texts(), TfidfSvd.Options.of(6, 42));
    List<EncoderInput> image = List.of(EncoderInput.of(stripes().get(0)));
    assertEquals(
        "inputs of tfidf-svd must be texts, got an image",
        assertThrows(IllegalArgumentException.class, () -> model.encode(image)).getMessage());
  }
}
