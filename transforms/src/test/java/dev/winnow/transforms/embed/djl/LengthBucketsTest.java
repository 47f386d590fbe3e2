package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Checks the shapes of the runs of texts. */
class LengthBucketsTest {

  @Test
  void lengthsGoInTwoStepsAnOctaveUpToTheLongest() {
    LengthBuckets buckets = new LengthBuckets(200, 64);
    int[][] expected = {
      {0, 8},
      {8, 8},
      {9, 12},
      {12, 12},
      {13, 16},
      {17, 24},
      {25, 32},
      {33, 48},
      {100, 128},
      {129, 192},
      {193, 200},
      {200, 200}
    };
    for (int[] pair : expected) {
      assertEquals(pair[1], buckets.length(pair[0]), pair[0] + " tokens");
    }
  }

  @Test
  void atMostAThirdOfALengthIsPadding() {
    LengthBuckets buckets = new LengthBuckets(4096, 64);
    for (int tokens = 9; tokens <= 4096; tokens++) {
      int length = buckets.length(tokens);
      assertTrue(length >= tokens && 2 * length < 3 * tokens + 2, tokens + " in " + length);
    }
  }

  @Test
  void longTextsHaveAsManyTokensInARunAsShortOnes() {
    LengthBuckets buckets = new LengthBuckets(8192, 64);
    assertEquals(64, buckets.rows(8));
    assertEquals(64, buckets.rows(32));
    assertEquals(32, buckets.rows(64));
    assertEquals(8, buckets.rows(256));
    assertEquals(1, buckets.rows(2048));
    assertEquals(1, buckets.rows(8192));
  }
}
