package dev.winnow.transforms.check;

import static dev.winnow.schemas.Decisions.KEEP_QUANTILE;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Decisions.KEPT;
import static dev.winnow.schemas.Decisions.REASON;
import static dev.winnow.schemas.Decisions.SPLIT;
import static dev.winnow.schemas.Examples.ID;
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

import dev.winnow.schemas.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Totals of decisions from one pass: numbers of rows, and the number of rows that break each law
 * that a single row can break.
 *
 * @param rows number of decisions
 * @param kept number of kept rows
 * @param ranked number of rows with a rank
 * @param clustered number of rows with a cluster
 * @param greatestRank greatest rank; 0 where no row is ranked
 * @param misplaced true where a row is kept against its rank, so that the kept ranks are not 1 to
 *     {@code kept}
 * @param ranksHash exclusive or of a 64-bit hash of each rank
 * @param keptHash exclusive or of a 64-bit hash of each kept id
 * @param reasons number of rows of each reason that occurs
 * @param broken number of rows that break each of {@link #rowLaws}, in the order of the laws
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

  /** Words of all reasons, in the order of the counts in {@link #columns}. */
  private static final List<String> REASONS = Reason.wordsOf(Reason.Kind.values());

  /**
   * Law that a row keeps or breaks by itself.
   *
   * @param text the law in words
   * @param holds true for a row that keeps it
   */
  record RowLaw(String text, Column holds) {}

  /** Returns the aggregates that {@link #of} reads, for a query that may have others too. */
  public static List<Column> columns() {
    Column kept = col(KEPT);
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
    columns.add(coalesce(bit_xor(when(kept, xxhash64(col(ID)))), lit(0L)));
    for (String reason : REASONS) {
      columns.add(number(col(REASON).equalTo(reason)));
    }
    for (RowLaw law : rowLaws()) {
      columns.add(coalesce(sum(when(law.holds(), 0L).otherwise(1L)), lit(0L)));
    }
    return columns;
  }

  /**
   * Reads the totals from the result of a query.
   *
   * @param row row with the values of {@link #columns}
   * @param from index of the first of these values
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

  /** Counts the totals of decisions, in one query. */
  static DecisionTotals measure(Dataset<Row> decisions) {
    List<Column> columns = columns();
    return of(
        decisions
            .agg(columns.get(0), columns.subList(1, columns.size()).toArray(Column[]::new))
            .first(),
        0);
  }

  static List<RowLaw> rowLaws() {
    return List.of(
        new RowLaw("reason is one of the known reasons", col(REASON).isin(REASONS.toArray())),
        new RowLaw(
            "kept exactly when the reason is kept",
            col(KEPT).equalTo(col(REASON).equalTo(Reason.KEPT.word()))),
        new RowLaw("id is not null", col(ID).isNotNull()),
        new RowLaw(
            "ranked exactly when kept or pruned",
            col(KEEP_RANK)
                .isNotNull()
                .equalTo(
                    col(REASON)
                        .isin(Reason.wordsOf(Reason.Kind.KEPT, Reason.Kind.PRUNED).toArray()))),
        new RowLaw("ranks count from 1", coalesce(col(KEEP_RANK).geq(1), lit(true))),
        new RowLaw(
            "keep_quantile is null exactly when keep_rank is null",
            col(KEEP_RANK).isNull().equalTo(col(KEEP_QUANTILE).isNull())),
        new RowLaw(
            "the split is held_out exactly when the reason is held_out",
            col(SPLIT)
                .equalTo(Reason.HELD_OUT.word())
                .equalTo(col(REASON).equalTo(Reason.HELD_OUT.word()))));
  }

  /** Returns the number of rows whose reason is of one of these kinds. */
  long rowsOf(Reason.Kind... kinds) {
    return Reason.wordsOf(kinds).stream().mapToLong(word -> reasons.getOrDefault(word, 0L)).sum();
  }

  /** Returns true for a decision on a dropped duplicate. */
  static Column isDuplicate() {
    return col(REASON).isin(Reason.wordsOf(Reason.Kind.DUPLICATE).toArray());
  }

  private static Column number(Column holds) {
    return count(when(holds, 1));
  }
}
