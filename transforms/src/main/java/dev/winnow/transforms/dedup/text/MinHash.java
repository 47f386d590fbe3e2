package dev.winnow.transforms.dedup.text;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Least values of many hash functions over the elements of a set, which are read once (Broder 1997,
 * On the resemblance and containment of documents). The share of equal values of two sets estimates
 * their Jaccard similarity, with standard error {@code sqrt(J (1 - J) / functions)}. Repeated
 * elements do not change the values. The functions are {@code a x + b} modulo 2^64 with fixed odd a
 * and fixed b, of elements that are hashes themselves. Memory: 24 bytes a function for any number
 * of elements.
 *
 * <p>MLlib's MinHashLSH does not serve here: its bands have one function each, its elements are
 * vector indices of 31 bits, and it joins all rows of a bucket with each other, so that the work of
 * a bucket grows with the square of its rows.
 */
final class MinHash implements LongConsumer {

  private final long[] factors;
  private final long[] offsets;
  private final long[] least;

  MinHash(int functions) {
    factors = new long[functions];
    offsets = new long[functions];
    least = new long[functions];
    for (int i = 0; i < functions; i++) {
      factors[i] = Hash64.mixed(2L * i + 1) | 1;
      offsets[i] = Hash64.mixed(2L * i + 2);
    }
    clear();
  }

  /** Forgets all elements. */
  void clear() {
    Arrays.fill(least, Long.MAX_VALUE);
  }

  @Override
  public void accept(long element) {
    for (int i = 0; i < least.length; i++) {
      least[i] = Math.min(least[i], factors[i] * element + offsets[i]);
    }
  }

  /** Returns the least value of one function. */
  long value(int function) {
    return least[function];
  }

  /** Returns the hash of a band: of the values of {@code rows} functions from band * rows on. */
  long band(int band, int rows) {
    long hash = rows;
    for (int i = band * rows; i < (band + 1) * rows; i++) {
      hash = Hash64.chained(hash, least[i]);
    }
    return hash;
  }
}
