package dev.winnow.transforms.dedup.text;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Character shingles of a normal form: all runs of a given number of code points, including spaces,
 * as 64-bit hashes. A form that is shorter is one shingle; an empty form has none.
 */
final class Shingles {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  /** Passes the shingles to a consumer in the order of the text, including repeated ones. */
  static void forEach(int[] points, int length, LongConsumer consumer) {
    if (points.length == 0) {
      return;
    }
    int last = Math.max(0, points.length - length);
    for (int from = 0; from <= last; from++) {
      long hash = OFFSET;
      int end = Math.min(points.length, from + length);
      for (int i = from; i < end; i++) {
        hash = (hash ^ points[i]) * PRIME;
      }
      consumer.accept(Hash64.mixed(hash));
    }
  }

  /** Returns the distinct shingles, ascending. Takes 8 bytes a code point. */
  static long[] sorted(int[] points, int length) {
    long[] all = new long[points.length];
    int[] size = {0};
    forEach(points, length, hash -> all[size[0]++] = hash);
    Arrays.sort(all, 0, size[0]);
    int distinct = 0;
    for (int i = 0; i < size[0]; i++) {
      if (i == 0 || all[i] != all[distinct - 1]) {
        all[distinct++] = all[i];
      }
    }
    return Arrays.copyOf(all, distinct);
  }

  /**
   * Returns the number of common elements divided by that of all elements, for two ascending arrays
   * of distinct elements; 0 for two empty arrays.
   */
  static double jaccard(long[] a, long[] b) {
    int common = common(a, b);
    int all = a.length + b.length - common;
    return all == 0 ? 0 : (double) common / all;
  }

  /**
   * Returns the share of the elements of the first array that the second has, for two ascending
   * arrays of distinct elements; 1 for an empty first array.
   */
  static double containment(long[] of, long[] in) {
    return of.length == 0 ? 1 : (double) common(of, in) / of.length;
  }

  private static int common(long[] a, long[] b) {
    int common = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      if (a[i] == b[j]) {
        common++;
        i++;
        j++;
      } else if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return common;
  }

  private Shingles() {}
}
