package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class TextBucketsTest {

  private static final long TEXTS = 50_000;

  private static final TextComparison COMPARISON = new TextComparison(TextOptions.defaults());

  private static final byte[] OUTLINE =
      TextOutline.bytes(4, new String[] {"same"}, new long[] {1, 2}, null);

  /** Keys of texts in one bucket; counts the keys that are taken. */
  private static final class OneBucket implements Iterator<Row> {

    private long taken;

    @Override
    public boolean hasNext() {
      return taken < TEXTS;
    }

    @Override
    public Row next() {
      return key(3, 77, taken++);
    }
  }

  private static Row key(int band, long bucket, long text) {
    return RowFactory.create(band, bucket, 0L, 0L, text, "t%07d".formatted(text), OUTLINE);
  }

  /**
   * Returns the number of pairs of the first texts: each with the 32 before it, and with the first
   * of all.
   */
  private static long made(long texts) {
    long all = NearTexts.WINDOW + 1L;
    long few = Math.min(texts, all);
    return few * (few - 1) / 2 + Math.max(0, texts - all) * all;
  }

  @Test
  void aBandOfFiftyThousandTextsGivesAMillionPairsAndIsNeverHeld() {
    OneBucket keys = new OneBucket();
    TextBuckets pairs = new TextBuckets(keys, NearTexts.WINDOW, COMPARISON);
    long given = 0;
    Row bounded = null;
    while (pairs.hasNext()) {
      Row pair = pairs.next();
      if (pair.isNullAt(0)) {
        bounded = pair;
        continue;
      }
      // All taken rows except the last have given their pairs: no row waits for the others.
      assertTrue(made(keys.taken) > given, "more pairs than expected");
      if (given % 10_000 == 0) {
        assertTrue(made(keys.taken - 1) <= given, keys.taken + " taken for " + given + " pairs");
      }
      given++;
    }
    assertEquals(made(TEXTS), given);
    assertTrue(given > 1_000_000, "pairs: " + given);
    assertEquals(
        RowFactory.create(null, null, 3, 77L, TEXTS, TEXTS * (TEXTS - 1) / 2 - given), bounded);
  }

  @Test
  void smallBucketsGiveAllTheirPairsAndAreNotCounted() {
    TextBuckets pairs =
        new TextBuckets(
            List.of(key(0, 5, 0), key(0, 5, 1), key(0, 5, 2), key(0, 6, 3), key(1, 6, 4))
                .iterator(),
            2,
            COMPARISON);
    for (String[] expected :
        new String[][] {
          {"t0000000", "t0000001"}, {"t0000000", "t0000002"}, {"t0000001", "t0000002"}
        }) {
      Row pair = pairs.next();
      assertEquals(List.of(expected), List.of(pair.getString(0), pair.getString(1)));
    }
    assertFalse(pairs.hasNext());
  }
}
