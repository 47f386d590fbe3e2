package dev.winnow.jobs.release;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.instr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.run.PublishFacts;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Shifts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes table {@code shifts}: the kept share of every label, source and cluster, and of all rows.
 */
public final class ShiftTable {

  /** Column of the {@link #group} of a source. */
  public static final String GROUP = "source_group";

  /** Most labels that the card names. */
  private static final int NAMED = 5;

  /**
   * A label is notable if its rows are kept more than this many times as often as all rows, or as
   * rarely.
   */
  private static final double NOTABLE = 2;

  /**
   * Joins the columns that {@link #rows} reads, by id.
   *
   * @param examples accepted rows, with {@code id}, {@code label}, {@code source}
   * @param decisions a decision for each of them; decisions on other rows are left out
   */
  static Dataset<Row> join(Dataset<Row> examples, Dataset<Row> decisions) {
    return examples
        .select(col("id"), col("label"), group(col("source")).as(GROUP))
        .join(
            decisions.select(Examples.ID, Decisions.KEPT, Decisions.KEEP_RANK, CLUSTER_ID),
            Examples.ID);
  }

  /**
   * Returns the rows of {@code shifts}. Counts are exact; shares are one division each, so the rows
   * do not depend on order. One sum by value.
   *
   * @param decided accepted rows, with {@code label}, {@link #GROUP}, {@code kept} and {@code
   *     cluster_id}
   * @param rows number of the accepted rows
   * @param kept number of those that are kept
   * @param clustered number of those that have a cluster
   */
  static Dataset<Row> rows(
      Dataset<Row> decided, long rows, long kept, long clustered, String release) {
    Column overall =
        when(col("dimension").equalTo(Shifts.CLUSTER), share(kept, clustered))
            .otherwise(share(kept, rows));
    return decided
        .select(
            col(Shifts.KEPT),
            explode(
                    array(
                        dimension(Shifts.LABEL, col("label")),
                        dimension(Shifts.SOURCE, col(GROUP)),
                        dimension(Shifts.CLUSTER, col(CLUSTER_ID).cast("string"))))
                .as("of"))
        .where(col("of.dimension").notEqual(Shifts.CLUSTER).or(col("of.value").isNotNull()))
        .groupBy(col("of.dimension").as("dimension"), col("of.value").as("value"))
        .agg(
            count(lit(1)).as("rows"), sum(when(col(Shifts.KEPT), 1L).otherwise(0L)).as(Shifts.KEPT))
        .withColumn("release", lit(release))
        .withColumn("kept_share", col(Shifts.KEPT).cast("double").divide(col("rows")))
        .withColumn("overall_share", overall)
        .withColumn(
            "ratio",
            when(col("overall_share").gt(0), col("kept_share").divide(col("overall_share"))));
  }

  /**
   * Returns the place that a row came from, coarser than the row: the file of a member, line or
   * record, and the folder of a file that is one row.
   */
  public static Column group(Column source) {
    return when(instr(source, "#").gt(0), substring_index(source, "#", 1))
        .otherwise(regexp_replace(source, "/[^/]*$", ""));
  }

  /**
   * Returns the facts of a release: its labels, and those that are kept more than twice, or less
   * than half, as often as the rest. A label that stands at its floor is not among them: the recipe
   * asked for that share. Two Spark queries over {@code shifts}, one where no label is notable.
   *
   * @param atFloor labels of which the release holds no more rows than their floor
   */
  static PublishFacts facts(
      Dataset<Row> shifts, String release, String digest, List<String> atFloor) {
    Dataset<Row> classes =
        shifts.where(col("dimension").equalTo(Shifts.LABEL).and(col("value").isNotNull()));
    Column rare = col("ratio").lt(1 / NOTABLE).and(not(col("value").isin(atFloor.toArray())));
    Column notable = col("ratio").gt(NOTABLE).or(rare);
    Row counts =
        classes.agg(count(when(col(Shifts.KEPT).gt(0), 1)), count(when(notable, 1))).first();
    long shifted = counts.getLong(1);
    return new PublishFacts(
        release,
        digest,
        counts.getLong(0),
        shifted,
        shifted == 0 ? List.of() : most(classes.where(notable)));
  }

  /** Returns the labels with the largest surplus or deficit of rows; ties go to the lower label. */
  private static List<PublishFacts.ClassShift> most(Dataset<Row> notable) {
    Column moved = abs(col(Shifts.KEPT).minus(col("rows").multiply(col("overall_share"))));
    List<PublishFacts.ClassShift> shifts = new ArrayList<>();
    for (Row row :
        notable
            .orderBy(moved.desc(), col("value").asc())
            .limit(NAMED)
            .select(Shifts.VALUE, Shifts.ROWS, Shifts.KEPT, Shifts.RATIO)
            .collectAsList()) {
      shifts.add(
          new PublishFacts.ClassShift(
              row.getString(0), row.getLong(1), row.getLong(2), row.getDouble(3)));
    }
    return shifts;
  }

  /** Returns lines for a card; none where no label is notable. */
  public static List<String> lines(PublishFacts facts) {
    List<String> lines = new ArrayList<>();
    if (facts.classShift() == null) {
      return lines;
    }
    for (PublishFacts.ClassShift shift : facts.classShift()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s kept %.2f times as often as all rows: %s of %s",
              shift.value(),
              shift.ratio(),
              Texts.count(shift.kept()),
              Texts.count(shift.rows())));
    }
    long more = facts.shiftedClasses() - facts.classShift().size();
    if (more > 0) {
      lines.add("and " + Texts.count(more) + " more classes, in table shifts");
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
