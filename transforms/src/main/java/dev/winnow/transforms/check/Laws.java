package dev.winnow.transforms.check;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.select.KeepCount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The laws that decisions and curated tables keep, checked before a release is published. */
public final class Laws {

  private static final String REASONS =
      "kept,exact_duplicate,near_duplicate,semantic_duplicate,evaluation_leak,pruned_easy,"
          + "pruned_hard,pruned_middle,pruned_random,pruned_balance,quarantined";

  /** What a key is of. */
  private static final int ID = 0;

  private static final int RANK = 1;

  /**
   * Returns one sentence per law that is broken: how many rows break it, and up to three of their
   * ids. Empty when all hold. Three Spark queries: two that count over decisions, one that groups
   * ids and ranks of both tables; one more for each law that is broken.
   *
   * @param decisions the decisions table
   * @param curated the curated table
   * @param inputRows rows of the input, quarantined ones included
   * @param keepFraction share of the ranked rows that was to be kept
   */
  public static List<String> violations(
      Dataset<Row> decisions, Dataset<Row> curated, long inputRows, BigDecimal keepFraction) {
    return violations(decisions, curated, inputRows, KeepCount.share(keepFraction));
  }

  /**
   * The same with a share or a number of rows.
   *
   * @param keep how many of the ranked rows were to be kept
   */
  public static List<String> violations(
      Dataset<Row> decisions, Dataset<Row> curated, long inputRows, KeepCount keep) {
    List<String> broken = new ArrayList<>();
    Row totals =
        decisions
            .agg(
                count(lit(1)),
                coalesce(sum(when(col("kept"), 1L).otherwise(0L)), lit(0L)),
                count(col("keep_rank")),
                coalesce(max("keep_rank"), lit(0L)))
            .first();
    long rows = totals.getLong(0);
    long kept = totals.getLong(1);
    long ranked = totals.getLong(2);
    if (rows != inputRows) {
      broken.add("decisions hold " + rows + " rows, the input " + inputRows);
    }
    if (totals.getLong(3) != ranked) {
      broken.add("ranks must be 1 to " + ranked + ", the greatest is " + totals.getLong(3));
    }
    long wanted = keep.of(ranked);
    if (kept != wanted) {
      broken.add("kept rows must be " + wanted + " of " + ranked + " ranked ones, got " + kept);
    }
    Column quantile = col("keep_rank").cast("double").divide(lit((double) Math.max(1, ranked)));
    broken.addAll(
        rowLaws(
            decisions,
            List.of(
                new Law(
                    "reason is in the closed set",
                    col("reason").isin((Object[]) REASONS.split(",", -1))),
                new Law(
                    "kept exactly when the reason is kept",
                    col("kept").equalTo(col("reason").equalTo("kept"))),
                new Law(
                    "kept exactly when keep_rank is at most the number of kept rows",
                    col("kept").equalTo(coalesce(col("keep_rank").leq(lit(kept)), lit(false)))),
                new Law(
                    "keep_quantile is keep_rank over the ranked rows",
                    coalesce(col("keep_quantile").equalTo(quantile), col("keep_rank").isNull())),
                new Law("id is not null", col("id").isNotNull()),
                new Law(
                    "ranked exactly when kept or pruned",
                    col("keep_rank")
                        .isNotNull()
                        .equalTo(
                            col("reason").equalTo("kept").or(col("reason").startsWith("pruned_")))),
                new Law("ranks count from 1", coalesce(col("keep_rank").geq(1), lit(true))),
                new Law(
                    "keep_quantile goes with keep_rank",
                    col("keep_rank").isNull().equalTo(col("keep_quantile").isNull())))));
    broken.addAll(keyLaws(decisions, curated));
    return broken;
  }

  /**
   * The same for the table of duplicates: each is there once and decided as one, its witness is a
   * row of the input, and its representative is none of the dropped. Four small Spark jobs.
   *
   * @param duplicates with {@code id}, {@code duplicate_of}, {@code representative}
   */
  public static List<String> violationsOfDuplicates(
      Dataset<Row> duplicates, Dataset<Row> decisions) {
    List<String> broken = new ArrayList<>();
    addRepeats(broken, duplicates, "id");
    Dataset<Row> known = decisions.select(col("id").as("known"));
    describe(
        broken,
        "every duplicate_of exists",
        duplicates.join(known, col("duplicate_of").equalTo(col("known")), "left_anti"));
    Dataset<Row> dropped = duplicates.select(col("id").as("dropped"));
    describe(
        broken,
        "every representative survived deduplication",
        duplicates
            .join(dropped, col("representative").equalTo(col("dropped")), "left_semi")
            .union(
                duplicates.join(known, col("representative").equalTo(col("known")), "left_anti")));
    Dataset<Row> decided =
        decisions
            .where(col("reason").endsWith("_duplicate"))
            .select(col("id").as("decided"), col("duplicate_of").as("witness"));
    describe(
        broken,
        "duplicates are decided as such, with their witness",
        duplicates.join(
            decided,
            col("id").equalTo(col("decided")).and(col("duplicate_of").equalTo(col("witness"))),
            "left_anti"));
    return broken;
  }

  /** Ids and ranks are unique, and curated is what is kept: all in one grouping by key. */
  private static List<String> keyLaws(Dataset<Row> decisions, Dataset<Row> curated) {
    Dataset<Row> keys =
        decisions
            .select(
                explode(
                        array(
                            key(ID, col("id"), lit(1L), col("kept").cast("long"), lit(0L)),
                            key(RANK, col("keep_rank"), lit(1L), lit(0L), lit(0L))))
                    .as("of"))
            .union(curated.select(key(ID, col("id"), lit(0L), lit(0L), lit(1L)).as("of")))
            .select("of.*")
            .where(col("kind").equalTo(ID).or(col("key").isNotNull()))
            .groupBy("kind", "key")
            .agg(
                sum("decided").as("decided"), sum("kept").as("kept"), sum("curated").as("curated"));
    Column repeated = col("decided").gt(1);
    Column differs = col("kept").gt(0).notEqual(col("curated").gt(0)).or(col("curated").gt(1));
    Row found =
        keys.agg(
                count(when(col("kind").equalTo(ID).and(repeated), 1)),
                count(when(col("kind").equalTo(RANK).and(repeated), 1)),
                count(when(differs, 1)))
            .first();
    List<String> broken = new ArrayList<>();
    if (found.getLong(0) > 0) {
      addRepeats(broken, decisions, "id");
    }
    if (found.getLong(1) > 0) {
      addRepeats(broken, decisions.where(col("keep_rank").isNotNull()), "keep_rank");
    }
    if (found.getLong(2) > 0) {
      describe(
          broken,
          "curated holds each kept row once and no other",
          keys.where(differs).select(col("key").as("id")));
    }
    return broken;
  }

  private static Column key(int kind, Column key, Column decided, Column kept, Column curated) {
    return struct(
        lit(kind).as("kind"),
        key.cast("string").as("key"),
        decided.as("decided"),
        coalesce(kept, lit(0L)).as("kept"),
        curated.as("curated"));
  }

  private record Law(String text, Column holds) {}

  private static List<String> rowLaws(Dataset<Row> decisions, List<Law> laws) {
    List<String> broken = new ArrayList<>();
    Column[] counts =
        laws.stream()
            .map(law -> coalesce(sum(when(law.holds(), 0L).otherwise(1L)), lit(0L)))
            .toArray(Column[]::new);
    Row found =
        decisions.agg(counts[0], java.util.Arrays.copyOfRange(counts, 1, counts.length)).first();
    for (int i = 0; i < laws.size(); i++) {
      if (found.getLong(i) > 0) {
        describe(
            broken,
            laws.get(i).text(),
            decisions.where(coalesce(not(laws.get(i).holds()), lit(true))));
      }
    }
    return broken;
  }

  private static void addRepeats(List<String> broken, Dataset<Row> rows, String column) {
    describe(
        broken,
        column + " is unique",
        rows.groupBy(col(column).cast("string").as("id")).count().where(col("count").gt(1)));
  }

  private static void describe(List<String> broken, String law, Dataset<Row> offenders) {
    Row row =
        offenders
            .select(col("id").cast("string").as("id"))
            .orderBy("id")
            .limit(1000)
            .agg(count(lit(1)), slice(sort_array(collect_list("id")), 1, 3))
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
