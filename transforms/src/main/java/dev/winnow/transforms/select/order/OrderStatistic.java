package dev.winnow.transforms.select.order;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.schemas.Examples;
import org.apache.spark.sql.Column;

/**
 * Row at a place of the order (value ascending, hash, id). It splits rows exactly: no quantile is
 * approximated, and hash and id separate rows of equal values.
 *
 * @param value value of the row
 * @param hash 64-bit hash of the row
 * @param id id of the row
 */
public record OrderStatistic(double value, long hash, String id) {

  /**
   * Returns true for rows at this place and before it.
   *
   * @param rowValue value of the order, as it was when this row was selected
   * @param rowHash hash of the order
   */
  public Column holds(Column rowValue, Column rowHash) {
    Column value = rowValue.cast("double");
    Column sameValue = value.equalTo(this.value);
    Column notBehind =
        rowHash.lt(hash).or(rowHash.equalTo(hash).and(col(Examples.ID).leq(lit(id))));
    return value.lt(this.value).or(sameValue.and(notBehind));
  }
}
