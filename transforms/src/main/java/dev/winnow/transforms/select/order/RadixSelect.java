package dev.winnow.transforms.select.order;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.udf;

import dev.winnow.schemas.Examples;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Finds the row at a place of the order (value ascending, hash, id) without sorting all rows: a
 * radix selection, which starts with the most significant 16 bits of the value. Each query counts
 * the rows of each digit; only the rows of the digit that holds the place remain, until they are
 * few enough to sort.
 *
 * <p>Exact for any distribution, also with equal values. One Spark query for up to 4,096 rows; for
 * more rows one query for each digit and one for the rest: two or three with common distributions
 * of scores, at most nine. The driver receives up to 65,536 counts, and up to 4,096 rows.
 */
public final class RadixSelect {

  private static final long FEW = 4096;
  private static final int DIGIT_BITS = 16;
  private static final int DIGITS = Long.SIZE / DIGIT_BITS;

  /**
   * Turns a double that is not NaN into a long whose order is the same. Null stays null, since
   * Spark may call this for rows that are filtered out.
   */
  private static final UserDefinedFunction SORTABLE =
      udf(
          (UDF1<Double, Long>)
              value -> {
                if (value == null) {
                  return null;
                }
                long bits = Double.doubleToLongBits(value);
                return bits ^ ((bits >> (Long.SIZE - 1)) & Long.MAX_VALUE);
              },
          DataTypes.LongType);

  /**
   * Finds the row at a place.
   *
   * @param rows rows with an {@code id}, read once for each query: persist them where they are
   *     costly
   * @param value finite number
   * @param hash hash of 64 bits
   * @param place place in the order, from 1 to {@code of}
   * @param of number of rows
   * @throws IllegalArgumentException when there are fewer rows
   */
  public static OrderStatistic find(
      Dataset<Row> rows, Column value, Column hash, long place, long of) {
    return select(rows, value, hash, place, of, 0);
  }

  /**
   * Returns true for the first rows of the order; selects the last of them, unless the answer is
   * the same for all rows.
   *
   * @param count number of first rows; 0 for none
   * @param of number of rows
   */
  public static Column isFirst(Dataset<Row> rows, Column value, Column hash, long count, long of) {
    return count <= 0 || count >= of
        ? lit(count > 0)
        : find(rows, value, hash, count, of).holds(value, hash);
  }

  /** Returns true for the first rows of the order (hash, id); at most five queries. */
  public static Column isFirst(Dataset<Row> rows, Column hash, long count, long of) {
    Column none = lit(0.0);
    return count <= 0 || count >= of
        ? lit(count > 0)
        : select(rows, none, hash, count, of, DIGITS).holds(none, hash);
  }

  /**
   * @param from first digit that is counted; the digits before it are equal in all rows
   */
  private static OrderStatistic select(
      Dataset<Row> rows, Column value, Column hash, long place, long of, int from) {
    // 0.0 is added so that both zeros have the same bits, as they are equal in Spark's order.
    Dataset<Row> keys =
        rows.select(value.cast("double").plus(lit(0.0)).as("v"), hash.as("h"), col(Examples.ID));
    Column within = lit(true);
    long left = place;
    long size = of;
    for (int digit = from; digit < 2 * DIGITS && size > FEW; digit++) {
      Column bits =
          digit(digit < DIGITS ? SORTABLE.apply(col("v")) : col("h"), DIGITS - 1 - digit % DIGITS);
      TreeMap<Long, Long> counts = new TreeMap<>();
      for (Row row : keys.where(within).groupBy(bits.as("digit")).count().collectAsList()) {
        counts.put(row.getLong(0), row.getLong(1));
      }
      long found = counts.firstKey();
      while (left > counts.get(found)) {
        left -= counts.get(found);
        found = counts.higherKey(found);
      }
      size = counts.get(found);
      within = within.and(bits.equalTo(found));
    }
    List<Row> first =
        keys.where(within).orderBy("v", "h", Examples.ID).takeAsList(Math.toIntExact(left));
    if (first.size() != left) {
      throw new IllegalArgumentException(
          "there is no row at place " + place + " of " + of + " rows");
    }
    Row row = first.get(first.size() - 1);
    return new OrderStatistic(row.getDouble(0), row.getLong(1), row.getString(2));
  }

  /** Returns a digit of a signed long, after a shift to an unsigned long of the same order. */
  private static Column digit(Column signed, int place) {
    return shiftrightunsigned(signed.bitwiseXOR(lit(Long.MIN_VALUE)), place * DIGIT_BITS)
        .bitwiseAND(lit((1L << DIGIT_BITS) - 1));
  }

  private RadixSelect() {}
}
