package dev.winnow.transforms.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files that are damaged at random are accepted or refused with a code, and never end the run. */
class ImageFuzzTest {

  private static final Set<String> CODES =
      Set.of(
          ImageRejected.EMPTY_FILE,
          ImageRejected.NOT_AN_IMAGE,
          ImageRejected.UNSUPPORTED_FORMAT,
          ImageRejected.TOO_LARGE,
          ImageRejected.TOO_MANY_PIXELS,
          ImageRejected.TRUNCATED,
          ImageRejected.CORRUPT);

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);

  @Test
  void everySoundFileIsAccepted() throws Exception {
    for (byte[] file : new MutatedFiles().sound()) {
      assertTrue(decoder.examine(file).image().width() > 0);
    }
  }

  @Test
  void threeHundredDamagedFilesAreAcceptedOrRefused() throws Exception {
    decode(0, 300);
  }

  @Test
  @Tag("long")
  void threeThousandDamagedFilesAreAcceptedOrRefused() throws Exception {
    decode(1_000, 3_000);
  }

  private void decode(long firstSeed, int count) throws Exception {
    MutatedFiles files = new MutatedFiles();
    Map<String, Integer> outcomes = new TreeMap<>();
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      outcomes.merge(outcome(files.mutated(seed), seed), 1, Integer::sum);
    }
    System.out.println("seeds from " + firstSeed + ": " + outcomes);
    assertEquals(count, outcomes.values().stream().mapToInt(Integer::intValue).sum());
    assertTrue(outcomes.get("accepted") > count / 20, outcomes.toString());
  }

  private String outcome(byte[] file, long seed) {
    String decoded = code(() -> decoder.decode(file), seed);
    String examined = code(() -> decoder.examine(file).image(), seed);
    assertEquals(decoded, examined, "seed " + seed);
    return decoded;
  }

  private interface Decoding {
    RasterImage image() throws ImageRejected;
  }

  private String code(Decoding decoding, long seed) {
    try {
      RasterImage image = decoding.image();
      assertTrue((long) image.width() * image.height() <= 1 << 20, "seed " + seed);
      return "accepted";
    } catch (ImageRejected e) {
      assertTrue(CODES.contains(e.code()), "seed " + seed + ": " + e.code());
      return e.code();
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed + " failed", e);
    }
  }
}
