package dev.winnow.transforms.check;

import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.schemas.Examples.ID;
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
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Suspicions that keys repeat or are missing, from one grouping of the 64-bit hashes of the keys.
 * So a table without a fault is cleared with little data moved. A fault found here is a suspicion,
 * since two keys may have the same hash; a search by the keys themselves follows. Equal hashes hide
 * a fault with a probability of the number of rows divided by 2^64.
 *
 * @param ids true where an id of decisions may repeat
 * @param quantiles number of decisions whose keep_quantile is not keep_rank divided by the number
 *     of ranked rows; exact
 * @param duplicates true where the table of duplicates may break one of its laws
 */
record KeyFaults(boolean ids, long quantiles, boolean duplicates) {

  private static final Column NONE = lit(0L);

  /** Counts of the facts about a key. */
  private static final List<String> COUNTS =
      List.of("decided", "wrong", "dropped", "as_witness", "as_representative");

  /** Hashes of the witness of a key: in decisions, and in the table of duplicates. */
  private static final List<String> HASHES = List.of("decided_witness", "witness");

  /**
   * Searches for faults, in one query.
   *
   * @param duplicates table of duplicates; null for none
   * @param quantileHolds true for a row of decisions whose quantile is right
   */
  static KeyFaults find(Dataset<Row> decisions, Dataset<Row> duplicates, Column quantileHolds) {
    Column wrong = when(quantileHolds, 0L).otherwise(1L);
    List<Column> faults = new ArrayList<>();
    faults.add(count(when(col("decided").gt(1), 1)));
    faults.add(coalesce(sum("wrong"), NONE));
    Dataset<Row> keys;
    if (duplicates == null) {
      keys =
          decisions
              .select(hash(ID).as("key"), wrong.as("wrong"))
              .groupBy("key")
              .agg(count(lit(1)).as("decided"), sum("wrong").as("wrong"));
    } else {
      List<Column> totals = new ArrayList<>();
      COUNTS.forEach(count -> totals.add(sum(count).as(count)));
      HASHES.forEach(hash -> totals.add(max(hash).as(hash)));
      Column decidedWitness = when(DecisionTotals.isDuplicate(), hash(DUPLICATE_OF));
      Column decision =
          facts(ID, Map.of("decided", lit(1L), "wrong", wrong, "decided_witness", decidedWitness));
      Column duplicate = facts(ID, Map.of("dropped", lit(1L), "witness", hash(DUPLICATE_OF)));
      Column witness = facts(DUPLICATE_OF, Map.of("as_witness", lit(1L)));
      Column representative = facts(REPRESENTATIVE, Map.of("as_representative", lit(1L)));
      keys =
          decisions
              .select(decision)
              .union(duplicates.select(explode(array(duplicate, witness, representative))))
              .toDF("of")
              .select("of.*")
              .groupBy("key")
              .agg(totals.get(0), totals.subList(1, totals.size()).toArray(Column[]::new));
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
                              not(
                                  coalesce(
                                      col("decided_witness").equalTo(col("witness")),
                                      lit(false))))),
                  1)));
    }
    Row found =
        keys.agg(faults.get(0), faults.subList(1, faults.size()).toArray(Column[]::new)).first();
    return new KeyFaults(
        found.getLong(0) > 0, found.getLong(1), duplicates != null && found.getLong(2) > 0);
  }

  /**
   * Counts the rows of curated, and returns the number with the exclusive or of the hashes of their
   * ids and that of the hashes of 1 to {@code ranked}, in one query.
   *
   * <p>Kept ids are unique. If curated has as many ids and the same exclusive or, every kept id
   * occurs in it an odd number of times, and so once. The same holds for ranks.
   */
  static Row sumHashes(Dataset<Row> curated, long ranked) {
    return curated
        .select(lit(1L).as("row"), xxhash64(col(ID)).as(ID), NONE.as("rank"))
        .union(curated.sparkSession().range(1, ranked + 1).select(NONE, NONE, xxhash64(col("id"))))
        .agg(
            coalesce(sum("row"), NONE),
            coalesce(bit_xor(col(ID)), NONE),
            coalesce(bit_xor(col("rank")), NONE))
        .first();
  }

  private static Column hash(String column) {
    return when(col(column).isNotNull(), xxhash64(col(column)));
  }

  /** Returns a struct of the hash of a key and of facts; other counts are 0, other hashes null. */
  private static Column facts(String key, Map<String, Column> given) {
    List<Column> fields = new ArrayList<>();
    fields.add(hash(key).as("key"));
    COUNTS.forEach(count -> fields.add(given.getOrDefault(count, NONE).as(count)));
    HASHES.forEach(hash -> fields.add(given.getOrDefault(hash, lit(null)).cast("long").as(hash)));
    return struct(fields.toArray(Column[]::new));
  }
}
