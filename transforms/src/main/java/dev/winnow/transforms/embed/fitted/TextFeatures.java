package dev.winnow.transforms.embed.fitted;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Features of a text as hash buckets with their counts: word 1- and 2-grams, and optionally
 * character 2- to 4-grams inside the words. A word is a run of letters and digits after NFKC and
 * lower case, so an apostrophe separates two words. For character n-grams a word has a space at
 * both ends, so that its beginning and end differ from its middle.
 *
 * <p>Each kind of feature is a family with separate buckets: {@code bucket >> bits} is 0 for words,
 * 1 for word 2-grams, and n for character n-grams.
 *
 * @param buckets ascending, distinct
 * @param counts occurrences of each bucket, at least 1
 * @param words number of words
 */
record TextFeatures(int[] buckets, int[] counts, int words) {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final int SHORTEST_GRAM = 2;
  private static final int LONGEST_GRAM = 4;

  /** Returns the number of families. */
  static int families(boolean subwords) {
    return subwords ? LONGEST_GRAM + 1 : SHORTEST_GRAM;
  }

  /**
   * Computes the features of a text.
   *
   * @param bits log2 of the number of buckets per family
   * @param subwords true to add character n-grams
   */
  static TextFeatures of(String text, int bits, boolean subwords) {
    int[] points =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .codePoints()
            .toArray();
    Found found = new Found(bits);
    int words = 0;
    long previous = 0;
    int at = 0;
    while (at < points.length) {
      int start = at;
      long hash = OFFSET;
      while (at < points.length && Character.isLetterOrDigit(points[at])) {
        hash = (hash ^ points[at++]) * PRIME;
      }
      if (at == start) {
        at++;
        continue;
      }
      found.add(0, hash);
      if (words > 0) {
        found.add(1, (previous ^ 0x20) * PRIME + hash * 31);
      }
      if (subwords) {
        addGrams(points, start, at, found);
      }
      previous = hash;
      words++;
    }
    return counted(found.buckets(), words);
  }

  private static void addGrams(int[] points, int start, int end, Found found) {
    for (int n = SHORTEST_GRAM; n <= LONGEST_GRAM; n++) {
      for (int from = start - 1; from + n <= end + 1; from++) {
        long hash = OFFSET;
        for (int i = from; i < from + n; i++) {
          hash = (hash ^ (i < start || i == end ? ' ' : points[i])) * PRIME;
        }
        found.add(n, hash);
      }
    }
  }

  /** Buckets in the order of their occurrence. */
  private static final class Found {

    private final int bits;
    private int[] buckets = new int[64];
    private int size;

    Found(int bits) {
      this.bits = bits;
    }

    void add(int family, long hash) {
      if (size == buckets.length) {
        buckets = Arrays.copyOf(buckets, 2 * size);
      }
      buckets[size++] = family << bits | bucket(hash, bits);
    }

    int[] buckets() {
      return Arrays.copyOf(buckets, size);
    }
  }

  private static int bucket(long hash, int bits) {
    long h = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
    return (int) ((h ^ (h >>> 29)) * 0xbf58476d1ce4e5b9L >>> (64 - bits));
  }

  private static TextFeatures counted(int[] found, int words) {
    Arrays.sort(found);
    int[] buckets = new int[found.length];
    int[] counts = new int[found.length];
    int n = 0;
    for (int i = 0; i < found.length; i++) {
      if (n > 0 && buckets[n - 1] == found[i]) {
        counts[n - 1]++;
      } else {
        buckets[n] = found[i];
        counts[n++] = 1;
      }
    }
    return new TextFeatures(Arrays.copyOf(buckets, n), Arrays.copyOf(counts, n), words);
  }
}
