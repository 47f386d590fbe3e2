package dev.winnow.transforms.dedup.text;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The least values of many hash functions over a set that passes once (Broder 1997, On the
 * resemblance and containment of documents): the share of equal values of two sets estimates their
 * Jaccard similarity, with standard error {@code sqrt(J (1 - J) / functions)}. Repeated elements
 * change nothing. The functions are {@code a x + b} modulo 2^64 with fixed odd a and fixed b, of
 * elements that are hashes themselves. Memory: 8 bytes a function, whatever passes.
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

  /** Forgets what passed. */
  void clear() {
    Arrays.fill(least, Long.MAX_VALUE);
  }

  @Override
  public void accept(long element) {
    for (int i = 0; i < least.length; i++) {
      least[i] = Math.min(least[i], factors[i] * element + offsets[i]);
    }
  }

  /** The value of one function. */
  long value(int function) {
    return least[function];
  }

  /** The hash of the values of a band: functions {@code band * rows} to the next band's first. */
  long band(int band, int rows) {
    long hash = rows;
    for (int i = band * rows; i < (band + 1) * rows; i++) {
      hash = Hash64.chained(hash, least[i]);
    }
    return hash;
  }
}
