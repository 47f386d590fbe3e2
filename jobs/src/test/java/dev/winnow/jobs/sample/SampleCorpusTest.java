package dev.winnow.jobs.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.sample.SampleManifest.Entry;
import dev.winnow.jobs.sample.SampleManifest.Kind;
import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.image.RasterImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the generated corpus against its manifest. */
class SampleCorpusTest {

  private static final Map<String, byte[]> FILES = new TreeMap<>();
  private static SampleManifest manifest;

  @BeforeAll
  static void write() {
    manifest = SampleCorpus.write((name, bytes) -> FILES.put(name, bytes), 42);
  }

  private static Map<String, Long> byLabel(List<Entry> entries) {
    return entries.stream()
        .filter(e -> e.kind() == Kind.CLEAN)
        .collect(Collectors.groupingBy(Entry::label, TreeMap::new, Collectors.counting()));
  }

  private static long count(List<Entry> entries, Kind kind) {
    return entries.stream().filter(e -> e.kind() == kind).count();
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() {
    Map<String, byte[]> again = new TreeMap<>();
    SampleCorpus.writeTexts(again::put, 42);
    assertArrayEquals(FILES.get("texts.jsonl"), again.get("texts.jsonl"));
    Map<String, byte[]> other = new TreeMap<>();
    SampleCorpus.writeTexts(other::put, 43);
    assertFalse(Arrays.equals(FILES.get("texts.jsonl"), other.get("texts.jsonl")));
    Map<String, byte[]> images = new TreeMap<>();
    SampleCorpus.writeImages(images::put, 42);
    images.remove("manifest.csv");
    images.forEach((name, bytes) -> assertArrayEquals(FILES.get(name), bytes, name));
  }

  /** The texts depend on no library of the JDK, so their digest is the same everywhere. */
  @Test
  void versionTwoHasTheseTexts() {
    assertEquals(2, SampleCorpus.VERSION);
    assertEquals(
        "73f5feb074e81f126f9d919791e1ec38ab98371761facb298dce0a399e62c1fa",
        DigestUtils.sha256Hex(FILES.get("texts.jsonl")));
  }

  @Test
  void everyFileAndEveryLineIsInTheManifest() {
    List<String> images =
        FILES.keySet().stream().filter(name -> name.startsWith("images/")).sorted().toList();
    assertEquals(images, manifest.images().stream().map(Entry::name).sorted().toList());
    long lines = new String(FILES.get("texts.jsonl"), StandardCharsets.ISO_8859_1).lines().count();
    assertEquals(lines, manifest.texts().size());
    assertEquals(
        1L + manifest.images().size() + manifest.texts().size(),
        new String(FILES.get("manifest.csv"), StandardCharsets.UTF_8).lines().count());
  }

  @Test
  void classesHaveVeryDifferentSizes() {
    Map<String, Long> images = byLabel(manifest.images());
    assertEquals(10, images.size());
    Map<String, Long> texts = byLabel(manifest.texts());
    assertEquals(12, texts.size());
    for (Map<String, Long> sizes : List.of(images, texts)) {
      List<Long> sorted = sizes.values().stream().sorted().toList();
      assertTrue(sorted.get(sorted.size() - 1) >= 8 * sorted.get(0), sizes.toString());
    }
    assertTrue(manifest.images().size() > 1900 && manifest.images().size() < 2100);
    assertTrue(manifest.texts().size() > 4900 && manifest.texts().size() < 5200);
  }

  @Test
  void soundImagesDecodeAndBrokenOnesFailWithTheirCode() {
    ImageDecoder decoder = new ImageDecoder(64 << 20, 100_000_000);
    assertEquals(20, count(manifest.images(), Kind.BROKEN));
    for (Entry entry : manifest.images()) {
      byte[] bytes = FILES.get(entry.name());
      if (entry.kind() == Kind.BROKEN) {
        ImageRejected e =
            assertThrows(ImageRejected.class, () -> decoder.decode(bytes), entry.name());
        assertEquals(entry.code(), e.code(), entry.name());
        continue;
      }
      RasterImage image;
      try {
        image = decoder.decode(bytes);
      } catch (ImageRejected e) {
        throw new AssertionError(entry.name(), e);
      }
      assertEquals(96, Math.max(image.width(), image.height()), entry.name());
    }
  }

  @Test
  void exactCopiesHaveTheBytesOfTheirSourceAndNearCopiesHaveOthers() {
    List<Entry> copies = new ArrayList<>(manifest.images());
    copies.removeIf(e -> e.original().isEmpty());
    assertFalse(copies.isEmpty());
    for (Entry copy : copies) {
      if (copy.kind() == Kind.EXACT_DUPLICATE) {
        assertArrayEquals(FILES.get(copy.original()), FILES.get(copy.name()), copy.name());
      } else {
        assertEquals(Kind.NEAR_DUPLICATE, copy.kind());
        assertFalse(Arrays.equals(FILES.get(copy.original()), FILES.get(copy.name())), copy.name());
      }
    }
    assertNotEquals(0, count(manifest.texts(), Kind.EXACT_DUPLICATE));
    assertNotEquals(0, count(manifest.texts(), Kind.NEAR_DUPLICATE));
  }
}
