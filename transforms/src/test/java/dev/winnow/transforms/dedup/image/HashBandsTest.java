package dev.winnow.transforms.dedup.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HashBandsTest {

  private static Set<Long> buckets(HashBands bands, long frequencies, long slopes) {
    Set<Long> buckets = new HashSet<>();
    for (int band = 0; band < HashBands.BANDS; band++) {
      buckets.add(bands.bucket(band, frequencies, slopes));
    }
    return buckets;
  }

  @Test
  void theChanceOfASharedBucketIsThatOfTheFormula() {
    SplittableRandom random = new SplittableRandom(1);
    for (long rows : new long[] {3000, 1_000_000}) {
      int width = rows == 3000 ? 12 : 20;
      HashBands bands = new HashBands(rows);
      for (int differing : new int[] {0, 10, 20}) {
        int shared = 0;
        for (int trial = 0; trial < 2000; trial++) {
          long frequencies = random.nextLong();
          long slopes = random.nextLong();
          long[] other = {frequencies, slopes};
          for (int flipped = 0; flipped < differing; ) {
            int place = random.nextInt(128);
            long bit = 1L << (place & 63);
            long before = place < 64 ? frequencies : slopes;
            if (((other[place / 64] ^ before) & bit) == 0) {
              other[place / 64] ^= bit;
              flipped++;
            }
          }
          Set<Long> common = buckets(bands, frequencies, slopes);
          common.retainAll(buckets(bands, other[0], other[1]));
          shared += common.isEmpty() ? 0 : 1;
        }
        double band = 1;
        for (int bit = 0; bit < width; bit++) {
          band *= (128.0 - differing - bit) / (128 - bit);
        }
        double expected = 1 - Math.pow(1 - band, HashBands.BANDS);
        assertEquals(expected, shared / 2000.0, 0.05, rows + " rows, " + differing + " bits");
      }
    }
  }

  @Test
  void bandsHaveSeparateBuckets() {
    assertEquals(HashBands.BANDS, buckets(new HashBands(1), 0, 0).size());
    assertTrue(buckets(new HashBands(Long.MAX_VALUE), -1, -1).size() == HashBands.BANDS);
  }
}
