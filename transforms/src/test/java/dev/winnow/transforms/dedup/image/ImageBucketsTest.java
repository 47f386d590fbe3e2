package dev.winnow.transforms.dedup.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ImageBucketsTest {

  private final AtomicLong crowded = new AtomicLong();

  private static HashEntry entry(long bucket, long hash, String id, boolean whole) {
    HashEntry entry = new HashEntry();
    entry.setBucket(bucket);
    entry.setFrequencies(hash);
    entry.setId(id);
    entry.setWhole(whole);
    return entry;
  }

  private static HashEntry whole(long bucket, long hash, String id) {
    return entry(bucket, hash, id, true);
  }

  private List<String> pairs(int radius, int window, List<HashEntry> entries) {
    List<String> pairs = new ArrayList<>();
    new ImageBuckets(entries.iterator(), radius, window, crowded::addAndGet)
        .forEachRemaining(pair -> pairs.add(pair.left() + pair.right()));
    return pairs;
  }

  @Test
  void pairsHashesWithinTheRadius() {
    List<HashEntry> entries =
        List.of(whole(1, 0b0000, "c"), whole(1, 0b0011, "b"), whole(1, 0b1111, "a"));
    assertEquals(List.of("bc", "ab"), pairs(2, 64, entries));
    assertEquals(List.of(), pairs(1, 64, entries));
  }

  @Test
  void pairsNothingAcrossBuckets() {
    assertEquals(List.of(), pairs(2, 64, List.of(whole(1, 0, "a"), whole(2, 0, "b"))));
  }

  @Test
  void oneOfTwoMustBeAWholePicture() {
    assertEquals(
        Set.of("ac", "bc"),
        new HashSet<>(
            pairs(
                2,
                64,
                List.of(
                    entry(1, 0b00, "a", false), entry(1, 0b01, "b", false), whole(1, 0b11, "c")))));
  }

  @Test
  void aPictureIsNoPairWithItself() {
    assertEquals(List.of(), pairs(2, 64, List.of(whole(1, 0, "a"), entry(1, 1, "a", false))));
  }

  @Test
  void equalHashesAreHeldTogetherByFewPairs() {
    List<HashEntry> entries = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      entries.add(whole(1, 5, String.format("%04d", i)));
    }
    List<String> found = pairs(0, 64, entries);
    Components components = new Components();
    found.forEach(pair -> components.join(pair.substring(0, 4), pair.substring(4)));
    for (HashEntry entry : entries) {
      assertEquals("0000", components.of(entry.getId()));
    }
    assertTrue(found.size() <= 2 * entries.size(), "pairs " + found.size());
    assertEquals(0, crowded.get());
  }

  @Test
  void aCrowdedBucketIsComparedInAWindowAndCounted() {
    List<HashEntry> entries = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      entries.add(whole(1, i, String.format("%03d", i)));
    }
    List<String> found = pairs(64, 10, entries);
    // The first eleven are compared with all before them, the others with ten and the first.
    assertEquals(55 + 89 * 11, found.size());
    assertEquals(89, crowded.get());
    assertTrue(found.contains("000099") && found.contains("089099"));
    assertTrue(!found.contains("088099"));
  }
}
