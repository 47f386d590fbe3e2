package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MinHashTest {

  private static final int FUNCTIONS = 2000;

  private static MinHash of(String text, int shingle) {
    MinHash hashes = new MinHash(FUNCTIONS);
    Shingles.forEach(text.codePoints().toArray(), shingle, hashes);
    return hashes;
  }

  private static long[] sorted(String text, int shingle) {
    return Shingles.sorted(text.codePoints().toArray(), shingle);
  }

  @Test
  void estimatesTheJaccardSimilarityWithinFourStandardErrors() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 20; round++) {
      StringBuilder left = new StringBuilder();
      for (int i = 0; i < 120; i++) {
        left.append((char) ('a' + random.nextInt(26)));
      }
      StringBuilder right = new StringBuilder(left);
      for (int i = 0; i < round; i++) {
        right.setCharAt(random.nextInt(120), '-');
      }
      double jaccard = Shingles.jaccard(sorted(left.toString(), 3), sorted(right.toString(), 3));
      MinHash a = of(left.toString(), 3);
      MinHash b = of(right.toString(), 3);
      int equal = 0;
      for (int i = 0; i < FUNCTIONS; i++) {
        equal += a.value(i) == b.value(i) ? 1 : 0;
      }
      double error = Math.sqrt(jaccard * (1 - jaccard) / FUNCTIONS);
      assertEquals(jaccard, (double) equal / FUNCTIONS, 4 * error + 1e-12, "round " + round);
    }
  }

  @Test
  void countsTheShinglesOfBothOverThoseOfEither() {
    // abc, bcd, cde and bcd, cde, def: two of four.
    assertEquals(0.5, Shingles.jaccard(sorted("abcde", 3), sorted("bcdef", 3)));
    assertEquals(1, Shingles.jaccard(sorted("aaaa", 3), sorted("aaaaaa", 3)));
    assertEquals(0, Shingles.jaccard(sorted("abc", 3), sorted("xyz", 3)));
    assertEquals(0, Shingles.jaccard(sorted("", 3), sorted("", 3)));
  }

  @Test
  void aTextBelowTheLengthOfAShingleIsOneAndAnEmptyOneHasNone() {
    assertEquals(1, sorted("a", 3).length);
    assertEquals(1, sorted("ab", 3).length);
    assertEquals(0, sorted("", 3).length);
    // An emoji beyond 16 bits is one code point.
    assertEquals(2, sorted("\uD83D\uDE00\uD83D\uDE01ab", 3).length);
  }

  @Test
  void repeatedElementsAndOrderChangeNothing() {
    MinHash a = of("abcabcabc", 3);
    MinHash b = of("cabca", 3); // cab, abc, bca
    for (int i = 0; i < FUNCTIONS; i++) {
      assertEquals(a.value(i), b.value(i));
    }
    assertArrayEquals(sorted("abcabcabc", 3), sorted("cabca", 3));
  }
}
