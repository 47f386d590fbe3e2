package dev.winnow.transforms.dedup.image;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Buckets of 128-bit hashes. Each band has some of the bits, and hashes that agree in all bits of a
 * band share its bucket. Two hashes that differ in d bits share a bucket of w bits with a
 * probability of about {@code (1 - d / 128)^w}, a little less because a band has no bit twice. They
 * share at least one of the 16 buckets with the following probability: for d = 20, 0.87 with bands
 * of 12 bits and 0.33 with bands of 20; for d = 10, 1.00 and 0.95.
 *
 * @see <a href="https://doi.org/10.1145/276698.276876">Indyk and Motwani 1998</a>, bit sampling
 */
final class HashBands implements Serializable {

  static final int BANDS = 16;

  private static final int NARROWEST = 12;
  private static final int WIDEST = 28;

  /** {@code [band][bit]}: places in the 128 bits. */
  private final int[][] bits;

  /**
   * @param rows number of pictures. A band has about as many bits as this number has in binary, so
   *     that few pictures share a bucket by chance
   */
  HashBands(long rows) {
    int width = 64 - Long.numberOfLeadingZeros(Math.max(1, rows - 1));
    width = Math.max(NARROWEST, Math.min(WIDEST, width));
    bits = new int[BANDS][];
    SplittableRandom random = new SplittableRandom(PerceptualHashes.BITS);
    List<Integer> left = new ArrayList<>();
    for (int band = 0; band < BANDS; band++) {
      // Bands from one permutation share no bit.
      if (left.size() < width) {
        left = permutation(random);
      }
      bits[band] = left.subList(0, width).stream().mapToInt(i -> i).toArray();
      left = left.subList(width, left.size());
    }
  }

  private static List<Integer> permutation(SplittableRandom random) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < PerceptualHashes.BITS; i++) {
      places.add(random.nextInt(i + 1), i);
    }
    return places;
  }

  /** Returns the bucket of a pair of hashes in a band. */
  long bucket(int band, long frequencies, long slopes) {
    long bucket = 0;
    for (int place : bits[band]) {
      long word = place < 64 ? frequencies : slopes;
      bucket = bucket << 1 | (word >>> (place & 63) & 1);
    }
    return (long) band << 32 | bucket;
  }
}
