package dev.winnow.transforms.check;

import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whether keys repeat or are missing, found by 64-bit hashes of them in one grouping: a table
 * without a fault is cleared with little data moved. A fault found here is a suspicion, since two
 * keys may share a hash, and is then looked for by the keys themselves. A fault that hides behind
 * equal hashes has a chance of the number of rows over 2^64.
 *
 * @param ids whether an id of decisions may repeat
 * @param quantiles decisions whose keep_quantile is not keep_rank over the ranked rows; exact
 * @param duplicates whether the table of duplicates may break one of its laws
 */
record KeyFaults(boolean ids, long quantiles, boolean duplicates) {

  private static final Column NONE = lit(0L);

  /**
   * One query.
   *
   * @param duplicates null for none
   * @param quantileHolds of a row of decisions
   */
  static KeyFaults of(Dataset<Row> decisions, Dataset<Row> duplicates, Column quantileHolds) {
    Column wrong = when(quantileHolds, 0L).otherwise(1L);
    List<Column> faults = new ArrayList<>();
    faults.add(count(when(col("decided").gt(1), 1)));
    faults.add(coalesce(sum("wrong"), NONE));
    Dataset<Row> keys;
    if (duplicates == null) {
      keys =
          decisions
              .select(hash("id").as("key"), wrong.as("wrong"))
              .groupBy("key")
              .agg(count(lit(1)).as("decided"), sum("wrong").as("wrong"));
    } else {
      keys =
          decisions
              .select(
                  key(
                      hash("id"),
                      lit(1L),
                      wrong,
                      when(col("reason").endsWith("_duplicate"), hash(DUPLICATE_OF)),
                      NONE,
                      lit(null),
                      NONE,
                      NONE))
              .union(
                  duplicates.select(
                      explode(
                          array(
                              key(
                                  hash("id"),
                                  NONE,
                                  NONE,
                                  lit(null),
                                  lit(1L),
                                  hash(DUPLICATE_OF),
                                  NONE,
                                  NONE),
                              key(
                                  hash(DUPLICATE_OF),
                                  NONE,
                                  NONE,
                                  lit(null),
                                  NONE,
                                  lit(null),
                                  lit(1L),
                                  NONE),
                              key(
                                  hash(REPRESENTATIVE),
                                  NONE,
                                  NONE,
                                  lit(null),
                                  NONE,
                                  lit(null),
                                  NONE,
                                  lit(1L))))))
              .toDF("of")
              .select("of.*")
              .groupBy("key")
              .agg(
                  sum("decided").as("decided"),
                  sum("wrong").as("wrong"),
                  max("said").as("said"),
                  sum("dropped").as("dropped"),
                  max("witness").as("witness"),
                  sum("as_witness").as("as_witness"),
                  sum("as_representative").as("as_representative"));
      Column unknown = col("decided").equalTo(0);
      Column dropped = col("dropped").gt(0);
      faults.add(
          count(
              when(
                  col("dropped")
                      .gt(1)
                      .or(col("as_witness").gt(0).and(unknown))
                      .or(col("as_representative").gt(0).and(unknown.or(dropped)))
                      .or(
                          dropped.and(
                              not(coalesce(col("said").equalTo(col("witness")), lit(false))))),
                  1)));
    }
    Row found =
        keys.agg(faults.get(0), faults.subList(1, faults.size()).toArray(Column[]::new)).first();
    return new KeyFaults(
        found.getLong(0) > 0, found.getLong(1), duplicates != null && found.getLong(2) > 0);
  }

  /**
   * Rows of curated, exclusive or of the hashes of their ids, and that of the hashes of 1 to {@code
   * ranked}, in one query.
   *
   * <p>If as many ids as kept ones have the same exclusive or, every kept id, which is unique, is
   * there an odd number of times, and so once. The same holds for ranks.
   */
  static Row hashes(Dataset<Row> curated, long ranked) {
    return curated
        .select(lit(1L).as("row"), xxhash64(col("id")).as("id"), NONE.as("rank"))
        .union(curated.sparkSession().range(1, ranked + 1).select(NONE, NONE, xxhash64(col("id"))))
        .agg(
            coalesce(sum("row"), NONE),
            coalesce(bit_xor(col("id")), NONE),
            coalesce(bit_xor(col("rank")), NONE))
        .first();
  }

  private static Column hash(String column) {
    return when(col(column).isNotNull(), xxhash64(col(column)));
  }

  private static Column key(
      Column key,
      Column decided,
      Column wrong,
      Column said,
      Column dropped,
      Column witness,
      Column asWitness,
      Column asRepresentative) {
    return struct(
        key.as("key"),
        decided.as("decided"),
        wrong.as("wrong"),
        said.cast("long").as("said"),
        dropped.as("dropped"),
        witness.cast("long").as("witness"),
        asWitness.as("as_witness"),
        asRepresentative.as("as_representative"));
  }
}
