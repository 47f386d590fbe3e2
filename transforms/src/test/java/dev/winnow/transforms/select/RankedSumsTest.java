package dev.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
  void sumsAreThoseOfALoopOverTheRanksWhateverTheRanges() {
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
      Dataset<Row> summed = RankedSums.add(ranked(count, partitions), lengths(bytes, tokens));
      assertArrayEquals(wanted, sums(summed, count));
    }
    for (int ranges : new int[] {2, 13}) {
      Dataset<Row> summed = RankedSums.add(ranked(count, 4), lengths(bytes, tokens), ranges);
      assertEquals(ranges, summed.javaRDD().getNumPartitions());
      assertArrayEquals(wanted, sums(summed, count));
    }
  }

  @Test
  void aCorpusWithoutTextsHasSumsOfBytesAlone() {
    Long[][] sums =
        sums(
            RankedSums.add(
                ranked(3, 2), lengths(new Long[] {5L, 0L, 7L}, new Long[] {null, null, null})),
            3);
    assertArrayEquals(new Long[] {null, null, null}, sums[0]);
    assertArrayEquals(new Long[] {5L, 5L, 12L}, sums[1]);
  }

  @Test
  void aTableOfAnEarlierVersionHasNoSums() {
    Dataset<Row> summed = RankedSums.add(ranked(2, 1), ranked(2, 1).select("id"));
    for (Row row : summed.collectAsList()) {
      assertNull(row.getAs("cumulative_tokens"));
      assertNull(row.getAs("cumulative_bytes"));
    }
  }

  @Test
  void aSumAboveTheGreatestLongIsRefused() {
    Dataset<Row> examples =
        lengths(new Long[] {Long.MAX_VALUE - 3, 2L, 2L}, new Long[] {1L, 1L, 1L});
    Exception e =
        assertThrows(Exception.class, () -> RankedSums.add(ranked(3, 1), examples).collectAsList());
    assertTrue(String.valueOf(e).contains("long overflow"), String.valueOf(e));
  }
}
