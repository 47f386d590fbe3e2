package dev.winnow.transforms.select;

import static dev.winnow.schemas.Decisions.CUMULATIVE_BYTES;
import static dev.winnow.schemas.Decisions.CUMULATIVE_TOKENS;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Examples.CONTENT_BYTES;
import static dev.winnow.schemas.Examples.ID;
import static dev.winnow.schemas.Examples.TOKENS;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Adds up the lengths of ranked rows in the order of their ranks.
 *
 * <p>Ranks are divided into ranges of 100,000. One query adds up each range, and the driver turns
 * these sums, two numbers for each range, into offsets; every range then counts on from its offset.
 * So no task holds all rows of a large table. Sums are whole numbers and do not depend on
 * partitions. Cost: one query, which rows of a single range do not need, and one shuffle.
 */
public final class RankedSums {

  /** Ranks of a range, which one task sorts. */
  private static final long RANGE = 100_000;

  private static final String EXAMPLE = "winnow_example";
  private static final String RANGE_ID = "winnow_range";
  private static final String OF_RANGE = "winnow_of_range";
  private static final String TOKENS_BEFORE = "winnow_tokens_before";
  private static final String BYTES_BEFORE = "winnow_bytes_before";

  private static final StructType OFFSETS =
      new StructType()
          .add(OF_RANGE, DataTypes.LongType, false)
          .add(TOKENS_BEFORE, DataTypes.LongType, true)
          .add(BYTES_BEFORE, DataTypes.LongType, true);

  /** Returns true for examples that hold the lengths of their contents. */
  public static boolean known(Dataset<Row> examples) {
    return Arrays.asList(examples.columns()).containsAll(List.of(CONTENT_BYTES, TOKENS));
  }

  /**
   * Returns the rows with {@code tokens} and {@code content_bytes} of the examples added. Costs a
   * join by id. In tables of earlier versions both are absent; then they are null in every row.
   *
   * @param rows rows of {@code id} and any others
   * @param examples table examples
   */
  public static Dataset<Row> withLengths(Dataset<Row> rows, Dataset<Row> examples) {
    if (!known(examples)) {
      return rows.withColumn(TOKENS, lit(null).cast("long"))
          .withColumn(CONTENT_BYTES, lit(null).cast("long"));
    }
    Dataset<Row> lengths = examples.select(col(ID).as(EXAMPLE), col(TOKENS), col(CONTENT_BYTES));
    return rows.join(lengths, rows.col(ID).equalTo(lengths.col(EXAMPLE)), "left").drop(EXAMPLE);
  }

  /**
   * Returns the rows with {@code cumulative_tokens} and {@code cumulative_bytes} added: the sums
   * over all rows of at most the same rank. A sum is null from the first row on whose length is not
   * known.
   *
   * @param ranked rows of {@code keep_rank}, which is 1 to n, {@code tokens} and {@code
   *     content_bytes}
   * @param rows n
   * @throws ArithmeticException when the sum of whole ranges is above 2^63 - 1
   */
  public static Dataset<Row> add(Dataset<Row> ranked, long rows) {
    return add(ranked, rows, RANGE);
  }

  /**
   * @param range ranks of a range
   */
  static Dataset<Row> add(Dataset<Row> ranked, long rows, long range) {
    boolean single = rows <= range;
    Dataset<Row> ranged =
        ranked.withColumn(
            RANGE_ID, single ? lit(0L) : floor(col(KEEP_RANK).minus(1).divide(range)).cast("long"));
    WindowSpec upToRow =
        Window.partitionBy(RANGE_ID)
            .orderBy(KEEP_RANK)
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Dataset<Row> within =
        ranged
            .withColumn(CUMULATIVE_TOKENS, known(TOKENS, upToRow))
            .withColumn(CUMULATIVE_BYTES, known(CONTENT_BYTES, upToRow));
    if (single) {
      return within.drop(RANGE_ID);
    }
    return within
        .join(broadcast(offsets(ranged)), col(RANGE_ID).equalTo(col(OF_RANGE)))
        .withColumn(CUMULATIVE_TOKENS, col(CUMULATIVE_TOKENS).plus(col(TOKENS_BEFORE)))
        .withColumn(CUMULATIVE_BYTES, col(CUMULATIVE_BYTES).plus(col(BYTES_BEFORE)))
        .drop(RANGE_ID, OF_RANGE, TOKENS_BEFORE, BYTES_BEFORE);
  }

  /** Returns the sum up to a row; null where a length up to it is not known. */
  private static Column known(String length, WindowSpec upToRow) {
    return when(
        count(col(length)).over(upToRow).equalTo(count(lit(1)).over(upToRow)),
        sum(col(length)).over(upToRow));
  }

  /** Returns the sums of all ranges before each range. */
  private static Dataset<Row> offsets(Dataset<Row> ranged) {
    List<Row> offsets = new ArrayList<>();
    Long tokens = 0L;
    Long bytes = 0L;
    for (Row total :
        ranged
            .groupBy(RANGE_ID)
            .agg(
                when(count(col(TOKENS)).equalTo(count(lit(1))), sum(TOKENS)),
                when(count(col(CONTENT_BYTES)).equalTo(count(lit(1))), sum(CONTENT_BYTES)))
            .orderBy(RANGE_ID)
            .collectAsList()) {
      offsets.add(RowFactory.create(total.getLong(0), tokens, bytes));
      tokens = plus(tokens, total, 1);
      bytes = plus(bytes, total, 2);
    }
    return ranged.sparkSession().createDataFrame(offsets, OFFSETS);
  }

  private static Long plus(Long sum, Row total, int at) {
    return sum == null || total.isNullAt(at) ? null : (Long) Math.addExact(sum, total.getLong(at));
  }

  private RankedSums() {}
}
