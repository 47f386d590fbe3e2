package dev.winnow.transforms.select.order;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.udf;

import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Finds the row at a place of the order (value ascending, hash, id) without sorting the rows: a
 * radix selection, from the most significant 16 bits of the value on. The rows of each digit are
 * counted, and only those of the digit that holds the place are looked at further, until they are
 * few enough to sort.
 *
 * <p>Exact for any distribution, equal values too. One Spark query for up to 4,096 rows; for more
 * one for each digit, two or three with scores as they are, at most nine. The driver receives up to
 * 65,536 counts, and up to 4,096 rows.
 */
public final class RadixSelect {

  private static final long FEW = 4096;
  private static final int DIGIT_BITS = 16;
  private static final int DIGITS = Long.SIZE / DIGIT_BITS;

  /**
   * The bits of a double that is not NaN as a long of the same order. Null stays null: Spark may
   * compute it of rows that are filtered out.
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
   * @param rows read once for each query: keep them where they are costly to compute
   * @param value finite
   * @param hash of 64 bits
   * @param place from 1 to {@code of}
   * @param of number of rows
   */
  public static OrderStatistic at(
      Dataset<Row> rows, Column value, Column hash, long place, long of) {
    // 0.0 is added so that both zeros have the same bits, as they are equal in Spark's order.
    Dataset<Row> keys =
        rows.select(value.cast("double").plus(lit(0.0)).as("v"), hash.as("h"), col("id"));
    Column within = lit(true);
    long left = place;
    long size = of;
    for (int digit = 0; digit < 2 * DIGITS && size > FEW; digit++) {
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
    List<Row> first = keys.where(within).orderBy("v", "h", "id").takeAsList(Math.toIntExact(left));
    if (first.size() != left) {
      throw new IllegalArgumentException(
          "there is no row at place " + place + " of " + of + " rows");
    }
    Row row = first.get(first.size() - 1);
    return new OrderStatistic(row.getDouble(0), row.getLong(1), row.getString(2));
  }

  /** A digit of a signed long, as an unsigned one of 64 bits whose order is the same. */
  private static Column digit(Column signed, int place) {
    return shiftrightunsigned(signed.bitwiseXOR(lit(Long.MIN_VALUE)), place * DIGIT_BITS)
        .bitwiseAND(lit((1L << DIGIT_BITS) - 1));
  }

  private RadixSelect() {}
}
