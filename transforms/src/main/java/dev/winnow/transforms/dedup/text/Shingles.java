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
  private static final double FAR = -1;

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
    return jaccard(common(a, b), a.length, b.length);
  }

  /**
   * Returns the Jaccard similarity of two sets, given the number of their common elements; 0 for
   * two empty sets. More common elements never make it less.
   */
  static double jaccard(int common, int size, int otherSize) {
    int all = size + otherSize - common;
    return all == 0 ? 0 : (double) common / all;
  }

  /**
   * Returns the similarity as {@link #jaccard(long[], long[])} does. If it is below a floor, a
   * negative number may be returned instead, as soon as the sizes or the elements that one of the
   * arrays alone has are evidence of that.
   *
   * @param floor in [0, 1]
   */
  static double jaccardFrom(double floor, long[] a, long[] b) {
    int needed = leastCommon(floor, a.length, b.length);
    int i = 0;
    int j = 0;
    int common = 0;
    int lastOfA = a.length - needed;
    int lastOfB = b.length - needed;
    while (i < a.length && j < b.length) {
      // So many elements of one array alone leave too few that may be common.
      if (i - common > lastOfA || j - common > lastOfB) {
        return FAR;
      }
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
    return common < needed ? FAR : jaccard(common, a.length, b.length);
  }

  /**
   * Returns the least number of common elements by which two sets reach a similarity; one more than
   * they can have if none does, as for two empty sets.
   */
  private static int leastCommon(double floor, int size, int otherSize) {
    int most = Math.min(size, otherSize);
    int least = (int) (floor / (1 + floor) * (size + otherSize));
    while (least > 0 && jaccard(least - 1, size, otherSize) >= floor) {
      least--;
    }
    while (least <= most && jaccard(least, size, otherSize) < floor) {
      least++;
    }
    return least;
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
