package dev.winnow.transforms.embed;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Hashed word 1- and 2-grams of a text: buckets in ascending order with their counts. Words are
 * runs of letters and digits after NFKC and lower case: an apostrophe parts two words.
 *
 * @param buckets ascending, distinct
 * @param counts how often each occurs, at least 1
 * @param words number of words
 */
record TextFeatures(int[] buckets, int[] counts, int words) {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  /**
   * @param bits log2 of the number of buckets
   */
  static TextFeatures of(String text, int bits) {
    String normal = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    int[] found = new int[64];
    int size = 0;
    int words = 0;
    long previous = 0;
    int at = 0;
    while (at < normal.length()) {
      int start = at;
      long hash = OFFSET;
      while (at < normal.length()) {
        int c = normal.codePointAt(at);
        boolean inside = Character.isLetterOrDigit(c);
        if (!inside) {
          break;
        }
        hash = (hash ^ c) * PRIME;
        at += Character.charCount(c);
      }
      if (at == start) {
        at += Character.charCount(normal.codePointAt(at));
        continue;
      }
      if (size + 2 > found.length) {
        found = Arrays.copyOf(found, 2 * found.length);
      }
      found[size++] = bucket(hash, bits);
      if (words > 0) {
        found[size++] = bucket((previous ^ 0x20) * PRIME + hash * 31, bits);
      }
      previous = hash;
      words++;
    }
    return counted(Arrays.copyOf(found, size), words);
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
