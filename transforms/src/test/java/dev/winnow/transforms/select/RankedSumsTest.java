package dev.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.transforms.LocalSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RankedSumsTest {

  private static final StructType RANKED =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("keep_rank", DataTypes.LongType, false);
  private static final StructType LENGTHS =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("content_bytes", DataTypes.LongType)
          .add("tokens", DataTypes.LongType);

  /** Rows r1, r2, ... of these ranks, in a random order. */
  private static Dataset<Row> ranked(int count, int partitions) {
    List<Row> rows = new ArrayList<>();
    for (long rank = 1; rank <= count; rank++) {
      rows.add(RowFactory.create("r" + rank, rank));
    }
    Collections.shuffle(rows, new Random(3));
    return LocalSpark.rows(RANKED, partitions, rows);
  }

  private static Dataset<Row> rows(int count, int partitions, Long[] bytes, Long[] tokens) {
    return RankedSums.withLengths(ranked(count, partitions), lengths(bytes, tokens));
  }

  private static Dataset<Row> lengths(Long[] bytes, Long[] tokens) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      rows.add(RowFactory.create("r" + (i + 1), bytes[i], tokens[i]));
    }
    rows.add(RowFactory.create("held-out", 1_000_000L, 1_000_000L));
    return LocalSpark.rows(LENGTHS, 3, rows);
  }

  private static Long[][] sums(Dataset<Row> summed, int count) {
    Long[][] sums = new Long[2][count];
    List<Row> rows = summed.collectAsList();
    assertEquals(count, rows.size());
    for (Row row : rows) {
      int rank = (int) row.<Long>getAs("keep_rank").longValue() - 1;
      sums[0][rank] = row.getAs("cumulative_tokens");
      sums[1][rank] = row.getAs("cumulative_bytes");
    }
    return sums;
  }

  @Test
  void sumsAreThoseOfALoopOverTheRanksWhateverPartitionsAndRanges() {
    int count = 500;
    SplittableRandom random = new SplittableRandom(5);
    Long[] bytes = new Long[count];
    Long[] tokens = new Long[count];
    Long[][] wanted = new Long[2][count];
    long sumOfTokens = 0;
    long sumOfBytes = 0;
    for (int i = 0; i < count; i++) {
      bytes[i] = random.nextLong(1L << 40);
      tokens[i] = random.nextLong(3);
      wanted[0][i] = sumOfTokens += tokens[i];
      wanted[1][i] = sumOfBytes += bytes[i];
    }
    for (int partitions : new int[] {1, 7}) {
      assertArrayEquals(
          wanted, sums(RankedSums.add(rows(count, partitions, bytes, tokens), count), count));
    }
    for (long range : new long[] {1, 2, 77, 499, 500}) {
      assertArrayEquals(
          wanted, sums(RankedSums.add(rows(count, 4, bytes, tokens), count, range), count));
    }
  }

  @Test
  void aCorpusWithoutTextsHasSumsOfBytesAlone() {
    for (long range : new long[] {3, 2, 1}) {
      Dataset<Row> rows = rows(3, 2, new Long[] {5L, 0L, 7L}, new Long[] {null, null, null});
      Long[][] sums = sums(RankedSums.add(rows, 3, range), 3);
      assertArrayEquals(new Long[] {null, null, null}, sums[0]);
      assertArrayEquals(new Long[] {5L, 5L, 12L}, sums[1]);
    }
  }

  @Test
  void aSumIsNotKnownFromTheFirstUnknownLengthOn() {
    for (long range : new long[] {4, 2, 1}) {
      Dataset<Row> rows = rows(4, 2, new Long[] {5L, 1L, null, 7L}, new Long[] {1L, 1L, 1L, 1L});
      Long[][] sums = sums(RankedSums.add(rows, 4, range), 4);
      assertArrayEquals(new Long[] {1L, 2L, 3L, 4L}, sums[0]);
      assertArrayEquals(new Long[] {5L, 6L, null, null}, sums[1]);
    }
  }

  @Test
  void aTableOfAnEarlierVersionHasNoSums() {
    Dataset<Row> rows = RankedSums.withLengths(ranked(2, 1), ranked(2, 1).select("id"));
    for (Row row : RankedSums.add(rows, 2).collectAsList()) {
      assertNull(row.getAs("cumulative_tokens"));
      assertNull(row.getAs("cumulative_bytes"));
    }
  }

  @Test
  void aSumAboveTheGreatestLongIsRefused() {
    Dataset<Row> rows =
        rows(3, 1, new Long[] {Long.MAX_VALUE - 3, 2L, 2L}, new Long[] {1L, 1L, 1L});
    assertThrows(ArithmeticException.class, () -> RankedSums.add(rows, 3, 1).collectAsList());
  }
}
