package dev.winnow.transforms.check;

import static dev.winnow.schemas.Decisions.KEEP_QUANTILE;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What one pass over decisions tells: their numbers, and how many rows break each law that a row
 * alone can break.
 *
 * @param kept rows that are kept
 * @param ranked rows that have a rank
 * @param clustered rows that have a cluster
 * @param greatestRank 0 where no row is ranked
 * @param misplaced whether a row is kept against its rank: the kept ranks are not 1 to {@code kept}
 * @param ranksHash exclusive or of a 64-bit hash of each rank
 * @param keptHash exclusive or of a 64-bit hash of each kept id
 * @param reasons rows of each reason that occurs
 * @param broken rows that break each of {@link #rowLaws}, in their order
 */
public record DecisionTotals(
    long rows,
    long kept,
    long ranked,
    long clustered,
    long greatestRank,
    boolean misplaced,
    long ranksHash,
    long keptHash,
    Map<String, Long> reasons,
    List<Long> broken) {

  private static final String[] REASONS = {
    "kept",
    "exact_duplicate",
    "near_duplicate",
    "semantic_duplicate",
    "evaluation_leak",
    "pruned_easy",
    "pruned_hard",
    "pruned_middle",
    "pruned_random",
    "pruned_balance",
    "quarantined"
  };

  /** A law that a row keeps or breaks by itself. */
  record RowLaw(String text, Column holds) {}

  /** Aggregates that {@link #of} reads, to be asked of decisions beside others. */
  public static List<Column> columns() {
    Column kept = col("kept");
    Column rank = col(KEEP_RANK);
    List<Column> columns = new ArrayList<>();
    columns.add(count(lit(1)));
    columns.add(number(kept));
    columns.add(count(rank));
    columns.add(count(col(CLUSTER_ID)));
    columns.add(coalesce(max(rank), lit(0L)));
    columns.add(coalesce(max(when(kept, rank)), lit(0L)));
    columns.add(coalesce(min(when(not(kept), rank)), lit(Long.MAX_VALUE)));
    columns.add(number(coalesce(kept, lit(true)).and(rank.isNull())));
    columns.add(coalesce(bit_xor(when(rank.isNotNull(), xxhash64(rank))), lit(0L)));
    columns.add(coalesce(bit_xor(when(kept, xxhash64(col("id")))), lit(0L)));
    for (String reason : REASONS) {
      columns.add(number(col("reason").equalTo(reason)));
    }
    for (RowLaw law : rowLaws()) {
      columns.add(coalesce(sum(when(law.holds(), 0L).otherwise(1L)), lit(0L)));
    }
    return columns;
  }

  /**
   * @param row values of {@link #columns}
   * @param from index of the first of them
   */
  public static DecisionTotals of(Row row, int from) {
    int at = from;
    long rows = row.getLong(at++);
    long kept = row.getLong(at++);
    long ranked = row.getLong(at++);
    long clustered = row.getLong(at++);
    long greatestRank = row.getLong(at++);
    long greatestKept = row.getLong(at++);
    long leastDropped = row.getLong(at++);
    long keptUnranked = row.getLong(at++);
    long ranksHash = row.getLong(at++);
    long keptHash = row.getLong(at++);
    Map<String, Long> reasons = new TreeMap<>();
    for (String reason : REASONS) {
      long number = row.getLong(at++);
      if (number > 0) {
        reasons.put(reason, number);
      }
    }
    List<Long> broken = new ArrayList<>();
    for (int i = 0; i < rowLaws().size(); i++) {
      broken.add(row.getLong(at++));
    }
    return new DecisionTotals(
        rows,
        kept,
        ranked,
        clustered,
        greatestRank,
        greatestKept > kept || leastDropped <= kept || keptUnranked > 0,
        ranksHash,
        keptHash,
        reasons,
        broken);
  }

  /** The totals alone; one query. */
  static DecisionTotals of(Dataset<Row> decisions) {
    List<Column> columns = columns();
    return of(
        decisions
            .agg(columns.get(0), columns.subList(1, columns.size()).toArray(Column[]::new))
            .first(),
        0);
  }

  static List<RowLaw> rowLaws() {
    return List.of(
        new RowLaw("reason is in the closed set", col("reason").isin((Object[]) REASONS)),
        new RowLaw(
            "kept exactly when the reason is kept",
            col("kept").equalTo(col("reason").equalTo("kept"))),
        new RowLaw("id is not null", col("id").isNotNull()),
        new RowLaw(
            "ranked exactly when kept or pruned",
            col(KEEP_RANK)
                .isNotNull()
                .equalTo(col("reason").equalTo("kept").or(col("reason").startsWith("pruned_")))),
        new RowLaw("ranks count from 1", coalesce(col(KEEP_RANK).geq(1), lit(true))),
        new RowLaw(
            "keep_quantile goes with keep_rank",
            col(KEEP_RANK).isNull().equalTo(col(KEEP_QUANTILE).isNull())));
  }

  private static Column number(Column holds) {
    return count(when(holds, 1));
  }
}
