package dev.winnow.jobs.stage.prune;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.select.ClassFloor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What was checked of a ranking, on the written decisions: that at sizes from a sixteenth of the
 * rows to all of them the ranks up to K are K rows, that the kept rows are those of the ranks up to
 * the cut's, and that each class has its floor at each size. Cuts by rank then nest, whatever the
 * policy.
 */
final class RankingCheck {

  private static final int SIZES = 16;

  /**
   * Checks, and returns the findings for the run record. One job, two with classes; the driver
   * receives a row of counts for each class.
   *
   * @param ranked rows of {@code keep_rank}, {@code kept} and, with a floor, the class
   * @param rows their number
   * @param floor null for none
   * @throws IllegalStateException when a check fails
   */
  static Map<String, Object> of(Dataset<Row> ranked, long rows, long kept, ClassFloor floor) {
    long[] sizes = sizes(rows, kept);
    Row totals = ranked.agg(count(lit(1)), counts(sizes, kept)).first();
    require(totals.getLong(0) == rows, "ranked rows", rows, totals.getLong(0));
    for (int i = 0; i < sizes.length; i++) {
      require(
          totals.getLong(i + 1) == sizes[i],
          "ranks up to " + sizes[i],
          sizes[i],
          totals.getLong(i + 1));
    }
    long wrong = totals.getLong(sizes.length + 1);
    require(wrong == 0, "rows kept against their rank", 0, wrong);
    Map<String, Object> certificate = new LinkedHashMap<>();
    certificate.put("sizes", Arrays.stream(sizes).boxed().toList());
    certificate.put("nested", true);
    if (floor != null) {
      certificate.put("classes", floors(ranked, rows, sizes, kept, floor));
      certificate.put("floors_hold", true);
    }
    return certificate;
  }

  private static int floors(
      Dataset<Row> ranked, long rows, long[] sizes, long kept, ClassFloor floor) {
    List<Row> classes =
        ranked
            .where(col(floor.column()).isNotNull())
            .groupBy(floor.column())
            .agg(count(lit(1)), counts(sizes, kept))
            .collectAsList();
    for (Row one : classes) {
      long size = one.getLong(1);
      for (int i = 0; i < sizes.length; i++) {
        long least = Math.min(size, floor.rows(sizes[i], size, rows, classes.size()));
        require(
            one.getLong(i + 2) >= least,
            "rows of class " + one.getString(0) + " among " + sizes[i],
            least,
            one.getLong(i + 2));
      }
    }
    return classes.size();
  }

  private static long[] sizes(long rows, long kept) {
    TreeSet<Long> sizes = new TreeSet<>();
    for (int i = 1; i <= SIZES; i++) {
      sizes.add(Math.multiplyExact(rows, (long) i) / SIZES);
    }
    sizes.add(kept);
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  /** Rows up to each size, then rows whose decision is not that of their rank. */
  private static Column[] counts(long[] sizes, long kept) {
    List<Column> counts = new ArrayList<>();
    for (long size : sizes) {
      counts.add(number(col(KEEP_RANK).leq(size)));
    }
    counts.add(number(col("kept").notEqual(col(KEEP_RANK).leq(kept))));
    return counts.toArray(Column[]::new);
  }

  private static Column number(Column holds) {
    return coalesce(sum(when(holds, 1L).otherwise(0L)), lit(0L));
  }

  private static void require(boolean holds, String what, long wanted, long got) {
    if (!holds) {
      throw new IllegalStateException(
          "the ranking does not keep its promise: " + what + " must be " + wanted + ", got " + got);
    }
  }

  private RankingCheck() {}
}
