package dev.winnow.transforms.select.order;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import dev.winnow.schemas.Examples;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/** Sort keys that are total: rows of equal keys go by a 64-bit hash of id and seed, then by id. */
public final class Ties {

  /** Returns the hash of id and seed that breaks ties. */
  public static Column hash(long seed) {
    return xxhash64(col(Examples.ID), lit(seed));
  }

  /** Returns the sort keys followed by hash and id, so that no two rows are equal. */
  public static List<Column> keys(long seed, Column... keys) {
    List<Column> all = new ArrayList<>(List.of(keys));
    all.add(hash(seed).asc());
    all.add(col(Examples.ID).asc());
    return all;
  }

  /**
   * Returns a key that sorts ascending as the number sorts descending. It is a difference, since a
   * change of sign makes a negative zero of zero, and two rows of equal numbers would differ in
   * their bits.
   *
   * @param number finite, of type double
   */
  public static Column descending(Column number) {
    return lit(0.0).minus(number);
  }

  private Ties() {}
}
