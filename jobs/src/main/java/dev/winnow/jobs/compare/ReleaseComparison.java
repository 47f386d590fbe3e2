package dev.winnow.jobs.compare;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;

import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.release.ShiftTable;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.schemas.Curated;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * Compares two releases of one folder of tables, from one run or from two.
 *
 * <p>One join of the decisions by id gives all counts. A second join, of only those rows whose
 * reason differs, gives examples. Two sums over each curated table give the shifts of labels and
 * sources. The driver receives a row for each pair of reasons, and some labels and sources.
 */
public final class ReleaseComparison {

  /** Stands in place of a reason for a row that a release does not contain. */
  static final String ABSENT = "absent";

  private static final int EXAMPLES = 3;

  /** Number of labels, and of sources, that are listed; those whose share moved most come first. */
  private static final int MOVED = 20;

  private final TableStore tables;
  private final String name;
  private final ReleaseCatalog.Release before;
  private final ReleaseCatalog.Release after;

  private ReleaseComparison(
      TableStore tables, String name, ReleaseCatalog.Release before, ReleaseCatalog.Release after) {
    this.tables = tables;
    this.name = name;
    this.before = before;
    this.after = after;
  }

  /** Returns true when the tables of a recipe hold a release of this name. */
  public static boolean knows(SparkSession spark, LoadedRecipe loaded, String release) {
    return new ReleaseCatalog(Warehouse.tables(spark, loaded.recipe()).lookup()).has(release);
  }

  /**
   * Compares two releases; {@code jaccard} in the report is the share of the rows kept by either
   * release that both keep, 1 when neither keeps any.
   *
   * @throws dev.winnow.jobs.exit.Failure with {@link dev.winnow.jobs.exit.ExitCode#INPUT} when
   *     there is no such release
   */
  public static RunReport compare(
      SparkSession spark, LoadedRecipe loaded, String before, String after) {
    TableStore tables = Warehouse.tables(spark, loaded.recipe());
    ReleaseCatalog catalog = new ReleaseCatalog(tables.lookup());
    return new ReleaseComparison(
            tables, loaded.recipe().name(), catalog.get(before), catalog.get(after))
        .report();
  }

  private RunReport report() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("a", facts(before));
    json.put("b", facts(after));
    Dataset<Row> joined = joined();
    long both = 0;
    long removed = 0;
    long added = 0;
    long flipped = 0;
    List<Map<String, Object>> changes = new ArrayList<>();
    for (Row row : joined.groupBy("a", "b").agg(count(lit(1)).as("rows")).collectAsList()) {
      String a = row.getString(0);
      String b = row.getString(1);
      long rows = row.getLong(2);
      boolean keptBefore = a.equals(Reason.KEPT.word());
      boolean keptAfter = b.equals(Reason.KEPT.word());
      both += keptBefore && keptAfter ? rows : 0;
      removed += keptBefore && !keptAfter ? rows : 0;
      added += !keptBefore && keptAfter ? rows : 0;
      flipped += keptBefore != keptAfter && !a.equals(ABSENT) && !b.equals(ABSENT) ? rows : 0;
      if (!a.equals(b)) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("from", a);
        change.put("to", b);
        change.put("rows", rows);
        changes.add(change);
      }
    }
    changes.sort(
        Comparator.comparingLong((Map<String, Object> change) -> -(long) change.get("rows"))
            .thenComparing(change -> change.get("from") + " " + change.get("to")));
    if (!changes.isEmpty()) {
      Map<String, List<String>> examples = examples(joined);
      changes.forEach(
          change ->
              change.put("examples", examples.get(change.get("from") + " " + change.get("to"))));
    }
    json.put("both", both);
    json.put("added", added);
    json.put("removed", removed);
    json.put("flipped", flipped);
    long either = both + added + removed;
    json.put("jaccard", either == 0 ? 1.0 : (double) both / either);
    json.put("changes", changes);
    json.put("class_shift", shift(col("label")));
    json.put("source_shift", shift(ShiftTable.group(col("source"))));
    return new RunReport(ComparisonCard.text(json), json);
  }

  private static Map<String, Object> facts(ReleaseCatalog.Release release) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("release", release.name());
    facts.put("run_id", release.runId());
    facts.put("rows", release.kept());
    facts.put("digest", release.digest());
    return facts;
  }

  /** Returns id, and the reasons in the two releases as a and b. */
  private Dataset<Row> joined() {
    return reasons(before, "a")
        .join(reasons(after, "b"), col("id_a").equalTo(col("id_b")), "full")
        .select(
            coalesce(col("id_a"), col("id_b")).as("id"),
            coalesce(col("a"), lit(ABSENT)).as("a"),
            coalesce(col("b"), lit(ABSENT)).as("b"));
  }

  private Dataset<Row> reasons(ReleaseCatalog.Release release, String as) {
    return release
        .read(tables, Decisions.SPEC)
        .select(col("id").as("id_" + as), col("reason").as(as));
  }

  /**
   * Returns the first ids of each pair of reasons. Each task sends no more than these to the
   * window.
   */
  private static Map<String, List<String>> examples(Dataset<Row> joined) {
    Map<String, List<String>> examples = new TreeMap<>();
    for (Row row :
        joined
            .where(col("a").notEqual(col("b")))
            .withColumn("n", row_number().over(Window.partitionBy("a", "b").orderBy("id")))
            .where(col("n").leq(EXAMPLES))
            .orderBy("a", "b", "n")
            .collectAsList()) {
      examples
          .computeIfAbsent(row.getAs("a") + " " + row.getAs("b"), pair -> new ArrayList<>())
          .add(row.getAs("id"));
    }
    return examples;
  }

  /** Returns the changes of the shares of the kept rows, by a column of {@code curated}. */
  private Map<String, Object> shift(Column by) {
    long a = before.kept();
    long b = after.kept();
    Column moved = col("b").multiply(lit(a)).minus(col("a").multiply(lit(b)));
    Dataset<Row> counts =
        counts(before, by, "a")
            .join(counts(after, by, "b"), col("value_a").eqNullSafe(col("value_b")), "full")
            .select(
                coalesce(col("value_a"), col("value_b")).as("value"),
                coalesce(col("a"), lit(0L)).cast("decimal(20,0)").as("a"),
                coalesce(col("b"), lit(0L)).cast("decimal(20,0)").as("b"))
            .withColumn("moved", abs(moved));
    Row totals = counts.agg(count(lit(1)), coalesce(sum("moved"), lit(BigDecimal.ZERO))).first();
    Map<String, Object> shift = new LinkedHashMap<>();
    shift.put("values", totals.getLong(0));
    // Exact until here: half the sum of the differences of the shares.
    shift.put(
        "total_variation",
        a == 0 || b == 0 ? 0.0 : totals.getDecimal(1).doubleValue() / (2.0 * a * b));
    List<Map<String, Object>> listed = new ArrayList<>();
    for (Row row :
        counts
            .where(col("moved").gt(0))
            .orderBy(col("moved").desc(), col("value").asc())
            .limit(MOVED)
            .collectAsList()) {
      Map<String, Object> facts = new LinkedHashMap<>();
      long keptBefore = row.<BigDecimal>getAs("a").longValueExact();
      long keptAfter = row.<BigDecimal>getAs("b").longValueExact();
      facts.put("value", row.getAs("value"));
      facts.put("kept_a", keptBefore);
      facts.put("kept_b", keptAfter);
      facts.put("share_a", a == 0 ? 0.0 : (double) keptBefore / a);
      facts.put("share_b", b == 0 ? 0.0 : (double) keptAfter / b);
      listed.add(facts);
    }
    shift.put("most", listed);
    return shift;
  }

  private Dataset<Row> counts(ReleaseCatalog.Release release, Column by, String as) {
    return release
        .read(tables, Curated.SPEC)
        .groupBy(by.as("value_" + as))
        .agg(count(lit(1)).as(as));
  }
}
