package dev.winnow.jobs.stage.prune;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.run.PruneFacts;
import dev.winnow.schemas.Decisions;
import dev.winnow.transforms.select.ClassFloor;
import dev.winnow.transforms.select.ClassFloors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Checks a ranking on the written decisions. At sizes K from a sixteenth of the rows to all rows, K
 * rows have ranks up to K, and no class is more than one row short of its floor; the kept rows are
 * those with ranks up to the size of the cut. If all checks pass, cuts by rank nest, for every
 * policy.
 */
final class RankingCheck {

  private static final int SIZES = 16;

  /**
   * Checks the ranking and returns the findings for the run record. Costs one Spark job, two with
   * classes; the driver receives a row of counts for each class.
   *
   * @param ranked rows of {@code keep_rank}, {@code kept} and, with a floor, the class
   * @param rows number of ranked rows
   * @param kept number of kept rows
   * @param floor floor under every class; null for none
   * @throws IllegalStateException when a check fails
   */
  static PruneFacts.Certificate check(Dataset<Row> ranked, long rows, long kept, ClassFloor floor) {
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
    Integer classes = floor == null ? null : floors(ranked, rows, sizes, kept, floor);
    return new PruneFacts.Certificate(
        Arrays.stream(sizes).boxed().toList(), true, classes, floor == null ? null : true);
  }

  private static int floors(
      Dataset<Row> ranked, long rows, long[] sizes, long kept, ClassFloor floor) {
    List<Row> classes =
        ranked
            .where(col(floor.column()).isNotNull())
            .groupBy(floor.column())
            .agg(count(lit(1)), counts(sizes, kept))
            .collectAsList();
    ClassFloors floors = floor.over(classes.stream().mapToLong(c -> c.getLong(1)).toArray(), rows);
    for (int i = 0; i < sizes.length; i++) {
      for (int c = 0; c < classes.size(); c++) {
        Row balanced = classes.get(c);
        long least = floors.floor(c, sizes[i]) - 1;
        require(
            balanced.getLong(i + 2) >= least,
            "rows of class " + balanced.getString(0) + " among " + sizes[i],
            least,
            balanced.getLong(i + 2));
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

  /**
   * Returns the counts of rows up to each size, and of rows whose decision does not follow their
   * rank.
   */
  private static Column[] counts(long[] sizes, long kept) {
    List<Column> counts = new ArrayList<>();
    for (long size : sizes) {
      counts.add(number(col(KEEP_RANK).leq(size)));
    }
    counts.add(number(col(Decisions.KEPT).notEqual(col(KEEP_RANK).leq(kept))));
    return counts.toArray(Column[]::new);
  }

  private static Column number(Column holds) {
    return coalesce(sum(when(holds, 1L).otherwise(0L)), lit(0L));
  }

  private static void require(boolean holds, String what, long wanted, long got) {
    if (!holds) {
      throw new IllegalStateException(
          "the ranking is wrong: " + what + " must be " + wanted + ", got " + got);
    }
  }

  private RankingCheck() {}
}
