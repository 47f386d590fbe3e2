package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
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

  /** Returns the pairs of a block, as left and right id; empty for the summary of a bucket. */
  static List<List<String>> pairs(Row block) {
    return block.isNullAt(0)
        ? List.of()
        : Arrays.stream(block.<Object[]>getAs(0))
            .map(pair -> List.of(((Row) pair).getString(0), ((Row) pair).getString(1)))
            .toList();
  }

  @Test
  void aBandOfFiftyThousandTextsGivesAMillionPairsAndIsNeverHeld() {
    OneBucket keys = new OneBucket();
    TextBuckets blocks = new TextBuckets(keys, NearTexts.WINDOW, COMPARISON);
    long given = 0;
    Row bounded = null;
    while (blocks.hasNext()) {
      Row block = blocks.next();
      List<List<String>> pairs = pairs(block);
      bounded = pairs.isEmpty() ? block : bounded;
      given += pairs.size();
      assertTrue(pairs.size() <= 512 + NearTexts.WINDOW, "block of " + pairs.size());
      // The rows that are taken have given all their pairs: no row waits for the others.
      assertEquals(made(keys.taken), given);
    }
    assertEquals(made(TEXTS), given);
    assertTrue(given > 1_000_000, "pairs: " + given);
    assertEquals(RowFactory.create(null, 3, 77L, TEXTS, TEXTS * (TEXTS - 1) / 2 - given), bounded);
  }

  @Test
  void smallBucketsGiveAllTheirPairsAndAreNotCounted() {
    TextBuckets blocks =
        new TextBuckets(
            List.of(key(0, 5, 0), key(0, 5, 1), key(0, 5, 2), key(0, 6, 3), key(1, 6, 4))
                .iterator(),
            2,
            COMPARISON);
    assertEquals(
        List.of(
            List.of("t0000000", "t0000001"),
            List.of("t0000000", "t0000002"),
            List.of("t0000001", "t0000002")),
        pairs(blocks.next()));
    assertFalse(blocks.hasNext());
  }

  @Test
  void aSummaryFollowsACrowdedBucketInTheMiddleOfABlock() {
    TextBuckets blocks =
        new TextBuckets(
            List.of(
                    key(0, 5, 0),
                    key(0, 5, 1),
                    key(0, 5, 2),
                    key(0, 5, 3),
                    key(0, 6, 4),
                    key(0, 6, 5))
                .iterator(),
            1,
            COMPARISON);
    assertEquals(RowFactory.create(null, 0, 5L, 4L, 1L), blocks.next());
    // Each with the one before it, and with the first one.
    assertEquals(6, pairs(blocks.next()).size());
    assertFalse(blocks.hasNext());
  }
}
