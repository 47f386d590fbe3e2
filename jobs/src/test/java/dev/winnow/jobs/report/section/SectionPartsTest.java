package dev.winnow.jobs.report.section;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Thumbnails;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class SectionPartsTest {

  private static Map<String, byte[]> noise(int pictures) {
    SplittableRandom random = new SplittableRandom(3);
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < pictures; i++) {
      byte[] pixels = new byte[160 * 160 * 3];
      random.nextBytes(pixels);
      files.put(
          String.format("p%03d", i), Thumbnails.jpeg(new RasterImage(160, 160, 3, pixels), 160));
    }
    return files;
  }

  @Test
  void picturesStayWithinTheirBudget() {
    Map<String, byte[]> files = noise(20);
    ToLongFunction<Pictures> length =
        pictures ->
            files.keySet().stream()
                .map(pictures::of)
                .mapToLong(uri -> uri == null ? 0 : uri.length())
                .sum();
    assertTrue(length.applyAsLong(new Pictures(files, 10_000_000)) > 100_000);
    Pictures smaller = new Pictures(files, 60_000);
    assertTrue(length.applyAsLong(smaller) <= 60_000);
    assertNotNull(smaller.of("p019"));
    Pictures few = new Pictures(files, 10_000);
    assertTrue(length.applyAsLong(few) <= 10_000);
    assertNotNull(few.of("p000"));
    assertNull(few.of("p019"));
  }

  @Test
  void aThumbnailThatIsNoPictureIsLeftOut() {
    assertNull(new Pictures(Map.of("a", "text".getBytes(StandardCharsets.UTF_8)), 1_000).of("a"));
  }

  @Test
  void keywordsAreTheWordsOfTheClusterAndNotOfAllTexts() {
    List<String> cluster =
        List.of("the orbit of a comet", "the comet and the orbit", "orbit the sun");
    List<String> all = new ArrayList<>(cluster);
    for (int i = 0; i < 20; i++) {
      all.add("the soup number " + i);
    }
    assertEquals(List.of("orbit", "comet"), new Keywords(all).of(cluster, 2));
  }

  @Test
  void thePlaneHasTheTwoLongestAxes() {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      vectors.add(new float[] {i % 10, 0.001f * i, 10 * (i / 10), 5});
    }
    Plane.Projection plane = Plane.of(vectors);
    assertTrue(plane.explained() > 0.999, () -> "explained " + plane.explained());
    assertEquals(-45, plane.points()[0][0], 0.05);
    assertEquals(-4.5, plane.points()[0][1], 0.05);
  }

  @Test
  void equalVectorsAreOnePoint() {
    Plane.Projection plane = Plane.of(List.of(new float[] {1, 2}, new float[] {1, 2}));
    assertArrayEquals(new double[] {0, 0}, plane.points()[1], 1e-12);
    assertEquals(0, plane.explained());
  }

  @Test
  void aStoredRecipeBecomesYaml() {
    assertEquals(
        "name: \"a\"\ninput:\n  path: [\"x\",\"y\"]\n  label: \"=b\"\ndedup:\n  rules: []\n",
        ReproduceSection.recipe(
            "{\"origins\": {}, \"recipe\": {\"name\": \"a\", \"input\": {\"path\": [\"x\", \"y\"],"
                + " \"label\": \"=b\", \"id\": null}, \"dedup\": {\"rules\": []}}}"));
  }
}
