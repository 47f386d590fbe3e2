package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.instr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.winnow.schemas.Shifts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a release keeps of every label, source and cluster, beside what it keeps of all. */
final class ShiftTable {

  /** Labels that the card names. */
  private static final int NAMED = 5;

  /** Kept more than this many times as often as the rest, or as rarely, is worth a line. */
  private static final double NOTABLE = 2;

  /**
   * The rows of {@code shifts}. Counts are exact; shares are one division each, so the rows do not
   * depend on order. One join by id, one sum by value, and one small job for the totals.
   *
   * @param examples accepted rows, with {@code id}, {@code label}, {@code source}
   * @param rows how many there are
   * @param decisions a decision for each of them, and for others, which are left out
   */
  static Dataset<Row> of(Dataset<Row> examples, long rows, Dataset<Row> decisions, String release) {
    Row totals =
        decisions
            .agg(count(when(col("kept"), 1)), count(when(col("cluster_id").isNotNull(), 1)))
            .first();
    long kept = totals.getLong(0);
    long clustered = totals.getLong(1);
    Column overall =
        when(col("dimension").equalTo(Shifts.CLUSTER), share(kept, clustered))
            .otherwise(share(kept, rows));
    return examples
        .select("id", "label", "source")
        .join(decisions.select("id", "kept", "cluster_id"), "id")
        .select(
            col("kept"),
            explode(
                    array(
                        dimension(Shifts.LABEL, col("label")),
                        dimension(Shifts.SOURCE, group(col("source"))),
                        dimension(Shifts.CLUSTER, col("cluster_id").cast("string"))))
                .as("of"))
        .where(col("of.dimension").notEqual(Shifts.CLUSTER).or(col("of.value").isNotNull()))
        .groupBy(col("of.dimension").as("dimension"), col("of.value").as("value"))
        .agg(count(lit(1)).as("rows"), sum(when(col("kept"), 1L).otherwise(0L)).as("kept"))
        .withColumn("release", lit(release))
        .withColumn("kept_share", col("kept").cast("double").divide(col("rows")))
        .withColumn("overall_share", overall)
        .withColumn(
            "ratio",
            when(col("overall_share").gt(0), col("kept_share").divide(col("overall_share"))));
  }

  /**
   * Where a row came from, coarser than the row: the file of a member, line or record; the folder
   * of a file that is one row.
   */
  static Column group(Column source) {
    return when(instr(source, "#").gt(0), substring_index(source, "#", 1))
        .otherwise(regexp_replace(source, "/[^/]*$", ""));
  }

  /** The classes that are kept more than twice, or less than half, as often as the rest. */
  static Map<String, Object> notable(Dataset<Row> shifts) {
    Dataset<Row> notable =
        shifts.where(
            col("dimension")
                .equalTo(Shifts.LABEL)
                .and(col("value").isNotNull())
                .and(col("ratio").gt(NOTABLE).or(col("ratio").lt(1 / NOTABLE))));
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("shifted_classes", notable.count());
    List<Map<String, Object>> most = new ArrayList<>();
    Column moved = abs(col("kept").minus(col("rows").multiply(col("overall_share"))));
    for (Row row : notable.orderBy(moved.desc(), col("value").asc()).limit(NAMED).collectAsList()) {
      Map<String, Object> one = new LinkedHashMap<>();
      for (String name : new String[] {"value", "rows", "kept", "ratio"}) {
        one.put(name, row.getAs(name));
      }
      most.add(one);
    }
    details.put("class_shift", most);
    return details;
  }

  /** Lines for a card, from the details of {@link #notable}; none where no class is notable. */
  static List<String> lines(Map<String, Object> details) {
    List<String> lines = new ArrayList<>();
    if (details.get("class_shift") instanceof List<?> classes) {
      for (Object one : classes) {
        Map<?, ?> shift = (Map<?, ?>) one;
        lines.add(
            String.format(
                Locale.ROOT,
                "%s kept %.2f times as often as all rows: %s of %s",
                shift.get("value"),
                ((Number) shift.get("ratio")).doubleValue(),
                Texts.count(((Number) shift.get("kept")).longValue()),
                Texts.count(((Number) shift.get("rows")).longValue())));
      }
      long more = ((Number) details.get("shifted_classes")).longValue() - classes.size();
      if (more > 0) {
        lines.add("and " + Texts.count(more) + " more classes, in the table shifts");
      }
    }
    return lines;
  }

  private static Column dimension(String name, Column value) {
    return struct(lit(name).as("dimension"), value.as("value"));
  }

  private static Column share(long kept, long rows) {
    return lit(rows == 0 ? 0.0 : (double) kept / rows);
  }

  private ShiftTable() {}
}
