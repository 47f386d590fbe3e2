package dev.winnow.transforms.select.order;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/** What orders rows of equal keys: a 64-bit hash of id and seed, then the id. */
public final class Ties {

  public static Column hash(long seed) {
    return xxhash64(col("id"), lit(seed));
  }

  /** A hash that is independent of the one that breaks ties. */
  public static Column hash(long seed, String purpose) {
    return xxhash64(col("id"), lit(seed), lit(purpose));
  }

  /** Sort keys, made total. */
  public static List<Column> broken(long seed, Column... keys) {
    List<Column> all = new ArrayList<>(List.of(keys));
    all.add(hash(seed).asc());
    all.add(col("id").asc());
    return all;
  }

  private Ties() {}
}
