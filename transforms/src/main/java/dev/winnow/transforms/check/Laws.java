package dev.winnow.transforms.check;

import static dev.winnow.schemas.Decisions.KEEP_QUANTILE;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Decisions.KEPT;
import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.schemas.Examples.ID;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.sum;

import dev.winnow.transforms.select.order.KeepCount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Checks the laws that the tables decisions and curated keep, before a release is published.
 *
 * <p>Three queries clear tables without a fault: the totals of decisions, a grouping of their ids,
 * and a hash of curated that does not depend on order; see {@link KeyFaults} for the hashes. Each
 * law that is broken costs one query more, or a few, which find the rows by their values.
 */
public final class Laws {

  /**
   * Returns one sentence for each law that is broken, with the number of rows that break it and up
   * to three of their ids. Empty when all laws hold.
   *
   * @param decisions the decisions table
   * @param curated the curated table
   * @param inputRows number of rows of the input, quarantined ones included
   * @param keepFraction share of the ranked rows that the cut must keep
   */
  public static List<String> violations(
      Dataset<Row> decisions, Dataset<Row> curated, long inputRows, BigDecimal keepFraction) {
    return violations(decisions, curated, inputRows, KeepCount.share(keepFraction));
  }

  /**
   * Checks a cut whose size is a share or a number of rows.
   *
   * @param keep number of ranked rows that the cut must keep
   */
  public static List<String> violations(
      Dataset<Row> decisions, Dataset<Row> curated, long inputRows, KeepCount keep) {
    return violations(decisions, DecisionTotals.measure(decisions), curated, null, inputRows, keep);
  }

  /**
   * Checks with totals that are known, and with the table of duplicates.
   *
   * <p>The laws of duplicates: each is in the table once and is decided as a duplicate, its witness
   * is a row of the input, and its representative is not a dropped duplicate.
   *
   * @param totals totals of the decisions
   * @param duplicates rows of {@code id}, {@code duplicate_of}, {@code representative}; null for
   *     none
   * @param keep number of ranked rows that the cut must keep
   */
  public static List<String> violations(
      Dataset<Row> decisions,
      DecisionTotals totals,
      Dataset<Row> curated,
      Dataset<Row> duplicates,
      long inputRows,
      KeepCount keep) {
    List<String> broken = new ArrayList<>();
    long rows = totals.rows();
    long kept = totals.kept();
    long ranked = totals.ranked();
    if (rows != inputRows) {
      broken.add("decisions hold " + rows + " rows, the input " + inputRows);
    }
    if (totals.greatestRank() != ranked) {
      broken.add("ranks must be 1 to " + ranked + ", the greatest is " + totals.greatestRank());
    }
    long wanted = keep.rowsOf(ranked);
    if (kept != wanted) {
      broken.add("kept rows must be " + wanted + " of " + ranked + " ranked ones, got " + kept);
    }
    Column quantile = col(KEEP_RANK).cast("double").divide(lit((double) Math.max(1, ranked)));
    Column quantileHolds = coalesce(col(KEEP_QUANTILE).equalTo(quantile), col(KEEP_RANK).isNull());
    KeyFaults faults = KeyFaults.find(decisions, duplicates, quantileHolds);
    rowLaws(broken, decisions, totals, quantileHolds, faults.quantiles());
    keyLaws(broken, decisions, totals, curated, faults);
    if (faults.duplicates()) {
      broken.addAll(violationsOfDuplicates(duplicates, decisions));
    }
    return broken;
  }

  private static void rowLaws(
      List<String> broken,
      Dataset<Row> decisions,
      DecisionTotals totals,
      Column quantileHolds,
      long wrongQuantiles) {
    List<DecisionTotals.RowLaw> laws = new ArrayList<>(DecisionTotals.rowLaws());
    List<Long> offenders = new ArrayList<>(totals.broken());
    // These two laws need the totals. They are inserted where a reader expects them.
    laws.add(
        2,
        new DecisionTotals.RowLaw(
            "kept exactly when keep_rank is at most the number of kept rows",
            col(KEPT).equalTo(coalesce(col(KEEP_RANK).leq(lit(totals.kept())), lit(false)))));
    offenders.add(2, totals.misplaced() ? 1L : 0L);
    laws.add(
        3,
        new DecisionTotals.RowLaw(
            "keep_quantile is keep_rank over the ranked rows", quantileHolds));
    offenders.add(3, wrongQuantiles);
    for (int i = 0; i < laws.size(); i++) {
      if (offenders.get(i) > 0) {
        describe(
            broken,
            laws.get(i).text(),
            decisions.where(coalesce(not(laws.get(i).holds()), lit(true))));
      }
    }
  }

  /** Checks that ids and ranks are unique, and that curated holds the kept rows. */
  private static void keyLaws(
      List<String> broken,
      Dataset<Row> decisions,
      DecisionTotals totals,
      Dataset<Row> curated,
      KeyFaults faults) {
    Row hashes = KeyFaults.sumHashes(curated, totals.ranked());
    if (faults.ids()) {
      addRepeats(broken, decisions, ID);
    }
    if (hashes.getLong(2) != totals.ranksHash()) {
      addRepeats(broken, decisions.where(col(KEEP_RANK).isNotNull()), KEEP_RANK);
    }
    if (hashes.getLong(0) != totals.kept() || hashes.getLong(1) != totals.keptHash()) {
      Dataset<Row> keys =
          decisions
              .where(col(KEPT))
              .select(col(ID), lit(1L).as(KEPT), lit(0L).as("curated"))
              .union(curated.select(col(ID), lit(0L), lit(1L)))
              .groupBy(ID)
              .agg(sum(KEPT).as(KEPT), sum("curated").as("curated"));
      describe(
          broken,
          "curated holds each kept row once and no other",
          keys.where(col(KEPT).gt(0).notEqual(col("curated").gt(0)).or(col("curated").gt(1))));
    }
  }

  /** Checks the laws of duplicates by their keys, in four queries. */
  static List<String> violationsOfDuplicates(Dataset<Row> duplicates, Dataset<Row> decisions) {
    List<String> broken = new ArrayList<>();
    addRepeats(broken, duplicates, ID);
    Dataset<Row> known = decisions.select(col(ID).as("known"));
    describe(
        broken,
        "every duplicate_of exists",
        duplicates.join(known, col(DUPLICATE_OF).equalTo(col("known")), "left_anti"));
    Dataset<Row> dropped = duplicates.select(col(ID).as("dropped"));
    describe(
        broken,
        "every representative survived deduplication",
        duplicates
            .join(dropped, col(REPRESENTATIVE).equalTo(col("dropped")), "left_semi")
            .union(duplicates.join(known, col(REPRESENTATIVE).equalTo(col("known")), "left_anti")));
    Dataset<Row> decided =
        decisions
            .where(DecisionTotals.isDuplicate())
            .select(col(ID).as("decided"), col(DUPLICATE_OF).as("witness"));
    describe(
        broken,
        "every duplicate is decided as a duplicate of the same row",
        duplicates.join(
            decided,
            col(ID).equalTo(col("decided")).and(col(DUPLICATE_OF).equalTo(col("witness"))),
            "left_anti"));
    return broken;
  }

  private static void addRepeats(List<String> broken, Dataset<Row> rows, String column) {
    describe(
        broken,
        column + " is unique",
        rows.groupBy(col(column).cast("string").as(ID)).count().where(col("count").gt(1)));
  }

  /** Adds a broken law with its first rows, if a row offends it. */
  static void describe(List<String> broken, String law, Dataset<Row> offenders) {
    Row row =
        offenders
            .select(col(ID).cast("string").as(ID))
            .orderBy(ID)
            .limit(1000)
            .agg(count(lit(1)), slice(sort_array(collect_list(ID)), 1, 3))
            .first();
    long rows = row.getLong(0);
    if (rows > 0) {
      broken.add(
          (rows == 1000 ? "1000 or more rows" : rows == 1 ? "1 row" : rows + " rows")
              + " against \""
              + law
              + "\" ("
              + String.join(", ", row.getList(1))
              + ")");
    }
  }

  private Laws() {}
}
