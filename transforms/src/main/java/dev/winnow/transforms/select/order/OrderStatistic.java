package dev.winnow.transforms.select.order;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The row at a place of the order (value ascending, hash, id), by which rows are split exactly: no
 * quantile is approximated, and rows of equal values are told apart.
 */
public record OrderStatistic(double value, long hash, String id) {

  /**
   * The rows at some places, counted from 1 and at most the number of rows. One sort and about
   * three small jobs; the driver receives one row for each place.
   */
  public static List<OrderStatistic> at(
      Dataset<Row> rows, Column value, Column hash, long... places) {
    Set<Long> wanted = new TreeSet<>();
    for (long place : places) {
      wanted.add(place);
    }
    Map<Long, Row> found = new HashMap<>();
    for (Tuple2<Row, Long> pair :
        rows.select(value.cast("double").as("v"), hash.as("h"), col("id"))
            .orderBy("v", "h", "id")
            .javaRDD()
            .zipWithIndex()
            .filter(p -> wanted.contains(p._2() + 1))
            .collect()) {
      found.put(pair._2() + 1, pair._1());
    }
    List<OrderStatistic> statistics = new ArrayList<>();
    for (long place : places) {
      Row row = found.get(place);
      if (row == null) {
        throw new IllegalArgumentException("there is no row at place " + place);
      }
      statistics.add(new OrderStatistic(row.getDouble(0), row.getLong(1), row.getString(2)));
    }
    return statistics;
  }

  /**
   * Whether a row is among the first of the order.
   *
   * @param count how many are; 0 for none
   * @param of number of rows
   */
  public static Column first(Dataset<Row> rows, Column value, Column hash, long count, long of) {
    if (count <= 0 || count >= of) {
      return lit(count > 0);
    }
    return at(rows, value, hash, count).get(0).holds(value, hash);
  }

  /** Whether a row stands at this place or before it. */
  public Column holds(Column rowValue, Column rowHash) {
    Column value = rowValue.cast("double");
    return value
        .lt(this.value)
        .or(
            value
                .equalTo(this.value)
                .and(rowHash.lt(hash).or(rowHash.equalTo(hash).and(col("id").leq(lit(id))))));
  }
}
